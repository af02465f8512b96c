"""The stops of a day, in order of time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from anxin.core.actors import Actor
from anxin.domain.visits import rules
from anxin.domain.visits.queries.lookup import visible_to
from anxin.domain.visits.queries.stages import VisitStage


@dataclass(frozen=True, kw_only=True)
class StopView(VisitStage):
    """One stop of a technician's day or a row of a board."""

    visit: str
    stream_key: UUID
    state: str
    category: str
    division: str
    technician: str
    technician_id: UUID | None
    from_at: datetime
    to_at: datetime
    minutes: int
    urgent: bool


def day_of(actor: Actor, *, day: date, now: datetime) -> list[StopView]:
    """Return a day's visits an actor may see, in order of time (two queries)."""
    start = rules.local_midnight(day)
    rows = visible_to(actor, now=now).filter(
        appointments__state__in=["confirmed", "kept"],
        appointments__from_at__gte=start,
        appointments__from_at__lt=start + timedelta(days=1),
    )
    rows = rows.annotate(window_from=F("appointments__from_at"), window_to=F("appointments__to_at"))
    return [
        StopView(
            visit=one.number,
            stream_key=one.stream_key,
            state=one.state,
            category=one.category,
            division=one.place.division,
            technician=one.technician.called if one.technician else "",
            technician_id=one.technician_id,
            from_at=one.window_from,
            to_at=one.window_to,
            minutes=one.minutes,
            urgent=one.urgent,
        )
        for one in rows.select_related("place", "technician").order_by("window_from", "number")[:500]
    ]
