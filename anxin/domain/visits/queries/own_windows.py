"""The windows in which a visit's own technician can come: what is shown of them is what is taken."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from anxin.core import settings
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit, Window
from anxin.domain.visits.queries import loads
from anxin.domain.visits.queries.freed import houses_for
from anxin.domain.visits.queries.views import FreeWindow
from anxin.domain.visits.queries.windows import windows_of


def own_windows(row: Visit, *, days: int, now: datetime) -> list[FreeWindow]:
    """Return the windows of some days for the technician of a visit: how many jobs each still takes (nine queries)."""
    today = rules.local_day(now)
    return own_windows_on(row, [today + timedelta(days=n) for n in range(days)], now=now)


def own_windows_on(row: Visit, days: Sequence[date], *, now: datetime) -> list[FreeWindow]:
    """Return the windows of days one after another for the technician of a visit, as `own_windows` does."""
    technician = row.technician
    if technician is None:
        return []
    left, able = _left(row, technician, days, now=now), _able_days(row, technician, days)
    found, hours = [], partial(_hours, technician, houses_for(row, technician))
    for day in days:
        for from_at, to_at in windows_of(day, now=now):
            works = day in able and rules.works(hours, from_at, to_at, minutes=row.minutes)
            if to_at > now:
                found.append(FreeWindow(from_at=from_at, to_at=to_at, free=left(from_at) if works else 0, works=works))
    return found


def can_come(row: Visit, *, from_at: datetime, to_at: datetime, now: datetime) -> bool:
    """Return whether a window is one of those that are free of the technician of a visit.

    He is done in his hours, is vouched for and able on that day, his outlet open, and one more fits in.
    """
    several = own_windows_on(row, [rules.local_day(from_at)], now=now)
    return any(one.free for one in several if (one.from_at, one.to_at) == (from_at, to_at))


def fits_in(row: Visit, technician: Technician, *, from_at: datetime, to_at: datetime, now: datetime) -> bool:
    """Return whether a technician takes one more in a window beside what he has said yes to there (one query)."""
    held, _asked = loads.in_window(row, technician, window=(from_at, to_at), now=now)
    most: int = settings.get("visits.per_window", at=now)
    return row.mode in rules.BENCH or held < most


def _left(row: Visit, technician: Technician, days: Sequence[date], *, now: datetime) -> Callable[[datetime], int]:
    """Return how many jobs the windows of days take beside those he has said yes to, booked or not (two queries)."""
    begins, ends = rules.local_midnight(days[0]), rules.local_midnight(days[-1]) + timedelta(days=1)
    rows = Window.objects.filter(technician=technician, from_at__gte=begins, from_at__lt=ends)
    booked = {at: limit - taken for at, limit, taken in rows.values_list("from_at", "most", "taken")}
    held = loads.by_window(row, technician, span=(begins, ends), now=now)
    most: int = settings.get("visits.per_window", at=now)
    return lambda at: max(0, min(booked.get(at, most), most - held[at]))


def _able_days(row: Visit, technician: Technician, days: Collection[date]) -> frozenset[date]:
    """Return on which of these days a technician can be sent to a visit: able, his outlet open, both vouched for."""
    if not days:
        return frozenset()
    his = WordFor("technician", technician.number, row.skill)
    its = WordFor("outlet", row.outlet.code if row.outlet else "")
    known = network.vouched_days(row.brand, {his, its} if row.outlet else {his}, days=days)
    closed = network.closed_days(row.outlet, days=days) if row.outlet else frozenset()
    return frozenset(day for day in known - closed if network.has_skill(technician, row.skill, day=day))


def _hours(technician: Technician, houses: Collection[UUID], day: date) -> Spans:
    return network.hours_of(technician, day=day, houses=houses)
