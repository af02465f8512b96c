"""A technician's own work: what he holds, what he has done, and whether a window of it may be moved."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.domain.places import gateway as places
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.companions import window_of
from anxin.domain.visits.queries.stages import VisitStage
from anxin.domain.visits.queries.views import AppointmentView, VisitView
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.domain.visits.states import HELD, VISIT

LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class JobLine(VisitStage):
    """One job of a technician's list, without whose it is; `leg_m` is the straight way from the one before."""

    visit: str
    stream_key: UUID
    state: str
    kind: str
    category: str
    brand: str
    division: str
    at_bench: bool
    barred: bool
    urgent: bool
    from_at: datetime
    to_at: datetime
    minutes: int
    outcome: str
    ended_at: datetime | None
    changed_at: datetime
    leg_m: int | None


def _own(actor: Actor) -> QuerySet[Visit]:
    rows = Visit.objects.select_related("place", "brand", "technician")
    return rows.filter(technician__account_id=actor.id) if actor.kind == "technician" else rows.none()


@compiled
def _held(*, actor: Actor, midnight: datetime) -> QuerySet[Visit]:
    today = Q(state__in=VISIT.ends, updated_at__gte=midnight)
    return _own(actor).filter(Q(state__in=HELD) | today).order_by("wanted_from_at", "number")[:LONGEST]


def jobs_of(actor: Actor, *, now: datetime) -> list[JobLine]:
    """Return the jobs a technician holds and those that ended today, in order of their windows (one query)."""
    rows = _held(actor=actor, midnight=rules.local_midnight(rules.local_day(now)))
    legs = _legs(rows)
    return [_line(one, legs.get(one.id)) for one in rows]


def done_by(actor: Actor) -> list[JobLine]:
    """Return the jobs a technician has ended, newest first (one query)."""
    return [
        _line(one, None) for one in _own(actor).filter(state__in=VISIT.ends).order_by("-updated_at", "-id")[:LONGEST]
    ]


def _line(one: Visit, leg_m: int | None) -> JobLine:
    return JobLine(
        visit=one.number,
        stream_key=one.stream_key,
        state=one.state,
        kind=one.kind,
        category=one.category,
        brand=one.brand.name,
        division=one.place.division,
        at_bench=one.mode in rules.BENCH,
        barred=rules.is_barred(one.state, one.record),
        urgent=one.urgent,
        from_at=one.wanted_from_at,
        to_at=one.wanted_to_at,
        minutes=one.minutes,
        outcome=one.outcome,
        ended_at=one.updated_at if one.state in VISIT.ends else None,
        changed_at=one.updated_at,
        leg_m=leg_m,
    )


def _legs(rows: list[Visit]) -> dict[UUID, int]:
    """Measure the straight way between the booked jobs of each day; the first begins where the technician lives."""
    found: dict[UUID, int] = {}
    days: defaultdict[date, list[Visit]] = defaultdict(list)
    for one in rows:
        if one.state != "assigned" and one.mode not in rules.BENCH and None not in (one.place.lng, one.place.lat):
            days[rules.local_day(one.wanted_from_at)].append(one)
    for several in days.values():
        home = several[0].technician
        lng, lat = (home.lng, home.lat) if home else (None, None)
        for one in several:
            to_lng, to_lat = one.place.lng, one.place.lat
            if lng is not None and lat is not None and to_lng is not None and to_lat is not None:
                metres = places.distance_m((lng, lat), (to_lng, to_lat))
                if arrival_rules.way_known(metres, radius=one.place.radius_m):
                    found[one.id] = metres
            lng, lat = to_lng, to_lat
    return found


def may_move(shown: VisitView, *, now: datetime) -> bool:
    """Return whether the customer may still move the agreed window himself (one query)."""
    return _is_free(shown.appointment, shown.state, now=now)


def is_free_to_move(row: Visit, *, now: datetime) -> bool:
    """Return the same of a visit that was read whole."""
    window = window_of(row, ("proposed", "confirmed"))
    return _is_free(AppointmentView(**window) if window else None, row.state, now=now)


def _is_free(window: AppointmentView | None, visit: str, *, now: datetime) -> bool:
    if window is None:
        return False
    notice, coming = timedelta(minutes=settings.get("visits.change_notice_min", at=now)), visit != "booked"
    return rules.free_change(now=now, window_from=window.from_at, window_to=window.to_at, notice=notice, coming=coming)
