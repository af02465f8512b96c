"""Which jobs would go to others, one by one: by a last day, leave, an illness, a skill's end or a closure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.domain.network.models import Engagement, Outlet, Technician
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.people.models import Organisation
from anxin.domain.visits import rules
from anxin.domain.visits.models import OutletOrder, Visit
from anxin.domain.visits.queries.freed import days, found_for, is_there_but, opens_in_time, within
from anxin.domain.visits.states import BEFORE_THE_DOOR, PROMISED

LONGEST = 366
"""So many days of a change are looked at."""


@dataclass(frozen=True, kw_only=True)
class FreedJob:
    """A job that goes to another: `promised` its customer has a window, `ordered` its outlet names who goes."""

    number: str
    case: UUID
    from_at: datetime
    to_at: datetime
    promised: bool
    ordered: bool


def with_ends(ends: Iterable[Engagement]) -> list[FreedJob]:
    """Return which jobs go to others at once, the next first, where these employments end (one query)."""
    several = {(one.technician_id, one.outlet_id, one.brand_id) for one in ends}
    whose = Q(technician__in={technician for technician, *_where in several})
    return _freed(whose, lambda one: (one.technician_id, one.outlet_id, one.brand_id) not in several)


def after_last_day(technician: Technician, *, employer: Organisation, day: date, now: datetime) -> list[FreedJob]:
    """Return which jobs go to others, the next first, once a day is a technician's last with an employer."""
    whose = _beyond(technician, employer, day)
    return _freed(whose, lambda one: is_there_but(one, dict.fromkeys(_after(one, day), ()), now))


def unless_done(technician: Technician, *, employer: Organisation, day: date, now: datetime) -> list[FreedJob]:
    """Return which jobs without a window he may still do until then, and go to others where he has not."""
    whose = _beyond(technician, employer, day)

    def goes(one: Visit) -> bool:
        asks_none = rules.any_time(one.wanted_from_at, one.wanted_to_at)
        return not asks_none or not is_there_but(one, dict.fromkeys(_after(one, day), ()), now)

    return _freed(whose, goes)


def _beyond(technician: Technician, employer: Organisation, day: date) -> Q:
    ends = rules.local_midnight(day + timedelta(days=1))
    return Q(technician=technician, outlet__organisation=employer, wanted_to_at__gt=ends)


def while_away(
    technician: Technician, *, employer: UUID | None, first: date, last: date, now: datetime
) -> list[FreedJob]:
    """Return the same of days on which a technician is away, of jobs of one employer or of all."""
    whose = _of(technician, employer) & Q(**within(first, last))
    off: dict[date, Spans] = dict.fromkeys(days(first, min(last, first + timedelta(days=LONGEST))), ())
    return _freed(whose, lambda one: is_there_but(one, off, now))


def with_hours(
    technician: Technician, hours: Mapping[date, Spans], *, employer: UUID | None, now: datetime
) -> list[FreedJob]:
    """Return the same of days on which a technician's hours are others; a night's end on the day after."""
    span = within(min(hours), max(hours) + timedelta(days=1))
    return _freed(_of(technician, employer) & Q(**span), lambda one: is_there_but(one, hours, now))


def without_skill(technician: Technician, skill: str, *, until: date, now: datetime) -> list[FreedJob]:
    """Return the same of a skill that he has until a day."""

    def stays(one: Visit) -> bool:
        at = found_for(one, technician)
        return rules.day_meant(one.wanted_from_at, one.wanted_to_at, now=now, arrive_at=at) <= until

    return _freed(Q(technician=technician, skill=skill), stays)


def while_closed(outlet: Outlet, *, first: date, last: date, now: datetime) -> list[FreedJob]:
    """Return the same of days on which an outlet is closed."""
    return _freed(
        Q(outlet=outlet, technician__isnull=False, **within(first, last)),
        lambda one: opens_in_time(one, first, last, now=now),
    )


def _of(technician: Technician, employer: UUID | None) -> Q:
    return Q(technician=technician) & (Q(outlet__organisation=employer) if employer else Q())


def _after(visit: Visit, day: date) -> list[date]:
    """Return the days after one on which a visit may be."""
    return days(day + timedelta(days=1), rules.local_day(visit.wanted_to_at))


def _freed(whose: Q, stays: Callable[[Visit], bool]) -> list[FreedJob]:
    named = OutletOrder.objects.filter(visit=OuterRef("pk"), state="technician_named")
    rows = Visit.objects.filter(whose, state__in=BEFORE_THE_DOOR).select_related("technician", "outlet")
    return [
        FreedJob(
            number=one.number,
            case=one.stream_key,
            from_at=one.wanted_from_at,
            to_at=one.wanted_to_at,
            promised=one.state in PROMISED,
            ordered=one.ordered,
        )
        for one in rows.annotate(ordered=Exists(named)).order_by("wanted_from_at", "id")
        if not stays(one)
    ]
