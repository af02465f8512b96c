"""A day over all technicians: who is where in which window."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import F, QuerySet

from anxin.core.actors import Actor
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.lookup import visible_to

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MOST = 2000


class Windowed(TypedDict):
    """What a visit's row carries of its window."""

    window_from: datetime
    window_to: datetime


@dataclass(frozen=True, kw_only=True)
class FieldStop:
    """One visit on somebody's day; `agreed` where the customer knows the window."""

    stream_kind: str
    stream_key: UUID
    state: str
    category: str
    county_code: str
    division: str
    technician_id: UUID
    from_at: datetime
    to_at: datetime
    urgent: bool
    agreed: bool
    lng: float | None
    lat: float | None


def field_day(actor: Actor, *, day: date, now: datetime) -> list[FieldStop]:
    """List a day's visits of all technicians an actor may see: booked, and set but not booked yet (two queries)."""
    start = rules.local_midnight(day)
    end = start + timedelta(days=1)
    rows = visible_to(actor, now=now).filter(technician__isnull=False).select_related("place")
    booked = rows.filter(
        appointments__state__in=["confirmed", "kept"], appointments__from_at__gte=start, appointments__from_at__lt=end
    ).annotate(window_from=F("appointments__from_at"), window_to=F("appointments__to_at"))
    wanted = rows.filter(state="assigned", wanted_from_at__gte=start, wanted_from_at__lt=end).annotate(
        window_from=F("wanted_from_at"), window_to=F("wanted_to_at")
    )
    found = _stops(booked, agreed=True) + _stops(wanted, agreed=False)
    return sorted(found, key=lambda one: (one.from_at, str(one.stream_key)))


def _stops(rows: "QuerySet[WithAnnotations[Visit, Windowed]]", *, agreed: bool) -> list[FieldStop]:
    return [
        FieldStop(
            stream_kind=one.stream_kind,
            stream_key=one.stream_key,
            state=one.state,
            category=one.category,
            county_code=one.place.county_code,
            division=one.place.division,
            technician_id=one.technician_id,
            from_at=one.window_from,
            to_at=one.window_to,
            urgent=one.urgent,
            agreed=agreed,
            lng=one.place.lng,
            lat=one.place.lat,
        )
        for one in rows[:MOST]
        if one.technician_id is not None
    ]
