"""A day over all technicians: who is where in which window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from anxin.core.actors import Actor
from anxin.core.gathered_rows import Gathered
from anxin.domain.visits import rules
from anxin.domain.visits.models import Appointment, Visit
from anxin.domain.visits.queries.lookup import visible_to
from anxin.domain.visits.queries.stages import VisitStage

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MOST = 2000
ONE_DAY = timedelta(days=1)


class Windowed(TypedDict):
    """What lies beside a visit's row: the windows agreed on that day, and what its case is called."""

    agreed: Sequence[Mapping[str, datetime]]
    case_number: str | None


@dataclass(frozen=True, kw_only=True)
class FieldStop(VisitStage):
    """One visit on somebody's day; `agreed` where the customer knows the window."""

    number: str
    """What its case is called."""
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


def field_day(actor: Actor, *, day: date, now: datetime, number: QuerySet[Any, Any]) -> list[FieldStop]:
    """Return a day's visits of all technicians an actor may see: booked, and set but not booked yet (one query).

    `number` finds what the case of a visit is called, beside its row.
    """
    start = rules.local_midnight(day)
    end = start + ONE_DAY
    that_day = Appointment.objects.filter(state__in=["confirmed", "kept"], from_at__gte=start, from_at__lt=end)
    windowless = Q(wanted_to_at__gt=F("wanted_from_at") + ONE_DAY)
    wanted = Visit.objects.filter(Q(wanted_from_at__gte=start) | windowless, state="assigned", wanted_from_at__lt=end)
    rows = (
        visible_to(actor, now=now)
        .filter(pk__in=that_day.values("visit").union(wanted.values("pk")), technician__isnull=False)
        .select_related("place")
        .annotate(
            agreed=Gathered(that_day.filter(visit=OuterRef("pk")).order_by("from_at"), "from_at", "to_at"),
            case_number=Subquery(number[:1]),
        )
    )
    found = [stop for one in rows[:MOST] for stop in _stops(one, day, now)]
    return sorted(found, key=lambda one: (one.from_at, one.number))


def _stops(one: "WithAnnotations[Visit, Windowed]", day: date, now: datetime) -> Iterator[FieldStop]:
    """Yield where a visit stands on a day: in the windows agreed, and where it was set but not agreed yet."""
    if one.technician_id is None:
        return
    windows = [(each["from_at"], each["to_at"], True) for each in one.agreed]
    from_at, to_at = _set_for(one, now)
    if one.state == "assigned" and rules.local_day(from_at) == day:
        windows.append((from_at, to_at, False))
    for from_at, to_at, agreed in windows:
        yield FieldStop(
            number=one.case_number or "",
            state=one.state,
            category=one.category,
            county_code=one.place.county_code,
            division=one.place.division,
            technician_id=one.technician_id,
            from_at=from_at,
            to_at=to_at,
            urgent=one.urgent,
            agreed=agreed,
            lng=one.place.lng,
            lat=one.place.lat,
        )


def _set_for(one: Visit, now: datetime) -> tuple[datetime, datetime]:
    """Return when a visit was set for; one without a window for what is left of its first day on which one can come."""
    from_at, to_at = one.wanted_from_at, one.wanted_to_at
    if not rules.any_time(from_at, to_at):
        return from_at, to_at
    day = rules.day_left(from_at, to_at, now=now)
    return max(from_at, now), rules.local_midnight(day) + ONE_DAY
