"""The windows that are offered to choose from for a case, and what taking one does: what is shown is what is taken."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from anxin.core.commands import Given
from anxin.core.errors import Invalid
from anxin.domain.network import queries as network
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands.job_fields import Moving
from anxin.domain.repairs.commands.work import RepairGiven, visit_of
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visit_queries
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries import FreeWindow
from anxin.domain.visits.rules import any_time, local_day
from anxin.domain.visits.states import VISIT

type Window = tuple[datetime, datetime]


def windows(row: Repair, day: date, now: datetime) -> list[FreeWindow]:
    """Return the windows of a day, each with how many are free in it; where somebody has the job already, his."""
    visit = visit_queries.latest_of(row.stream())
    if visit is None or not VISIT.step("book", visit.state):
        return _anybodys(row, day, now)
    his = visit_queries.own_windows_on(visit, [day], now=now)
    return his if any_time(*_wanted(visit)) else _beside_the_wanted(row, visit, his, day, now)


def _anybodys(row: Repair, day: date, now: datetime) -> list[FreeWindow]:
    return gateway.free_windows(product=row.product, spot=gateway.spot_of(row.place), day=day, now=now, but=row.pk)


def _beside_the_wanted(row: Repair, visit: Visit, his: list[FreeWindow], day: date, now: datetime) -> list[FreeWindow]:
    """Return the one that is promised to the customer, and of his those that nobody else waits for."""
    from_at, to_at = wanted = _wanted(visit)
    by_hand = gateway.by_hand(product=row.product, spot=gateway.spot_of(row.place), now=now)
    left = {one.from_at: one.free for one in ([] if by_hand else _anybodys(row, day, now))}
    found = [replace(one, free=min(one.free, left.get(one.from_at, one.free if by_hand else 0))) for one in his]
    if local_day(from_at) != day or to_at <= now:
        return found
    others = [one for one in found if (one.from_at, one.to_at) != wanted]
    return sorted([*others, FreeWindow(from_at=from_at, to_at=to_at, free=1)], key=lambda one: one.from_at)


def _wanted(visit: Visit) -> Window:
    return visit.wanted_from_at, visit.wanted_to_at


def wished(row: Repair, now: datetime) -> date:
    """Return the day whose windows are offered first."""
    return max(local_day(row.wanted_from_at), local_day(now))


def days(row: Repair, now: datetime) -> list[date]:
    """Return the days for which the customer is offered windows, too."""
    return network.days_asked(brand=row.brand_id, now=now)


def _span(it: RepairGiven) -> Window:
    """Return the window that begins at the moment given; raise `Invalid` where there is none."""
    from_at: datetime = it.fields.window
    found = next((one for one in windows(it.row, local_day(from_at), it.now) if one.from_at == from_at), None)
    if found is None:
        raise Invalid("window", expected=_("the beginning of an offered window"), got=from_at)
    return found.from_at, found.to_at


def book(it: RepairGiven) -> None:
    """Book the window both sides agreed on: the one that is wanted is promised, another is his and nobody's else."""
    (from_at, to_at), visit = _span(it), visit_of(it.row)
    wanted = _wanted(visit)
    if (from_at, to_at) != wanted and not any_time(*wanted):  # of a job without one all were full
        repairs.require_free(it.row, from_at=from_at, to_at=to_at, now=it.now)
    _require_his(visit, from_at, to_at, it.now)
    visits.book(visit=visit, from_at=from_at, to_at=to_at, by=it.by, now=it.now)


def book_own(it: Given[Visit, Any]) -> object:
    """Book a window with the customer, as the technician himself."""
    from_at, to_at = it.fields.from_at, it.fields.to_at
    _require_his(it.row, from_at, to_at, it.now)
    return visits.book(visit=it.row, from_at=from_at, to_at=to_at, by=it.by, now=it.now)


def move_own(it: Given[Visit, Any]) -> object:
    """Move a window, as the technician himself."""
    given: Moving = it.fields
    _require_his(it.row, given.from_at, given.to_at, it.now)
    span = {"from_at": given.from_at, "to_at": given.to_at}
    return visits.reschedule(visit=it.row, why=given.why, by=it.by, now=it.now, **span)


def _require_his(visit: Visit, from_at: datetime, to_at: datetime, now: datetime) -> None:
    """Refuse another window than the one that is wanted where it is none, or none that its technician has free."""
    if (from_at, to_at) == _wanted(visit):
        return
    if (from_at, to_at) not in visit_queries.windows_of(local_day(from_at), now=now):
        raise Invalid("from_at", expected=_("the beginning of an offered window"), got=from_at)
    if not visit_queries.can_come(visit, from_at=from_at, to_at=to_at, now=now):
        raise visits.NoRoom({"number": visit.number})


def rebook(it: RepairGiven) -> None:
    """Move the agreed window, or the one that is wanted."""
    from_at, to_at = _span(it)
    if it.row.state in REPAIR.capabilities["sought"]:
        repairs.move(repair=it.row, from_at=from_at, to_at=to_at, by=it.by, now=it.now)
        return
    repairs.require_free(it.row, from_at=from_at, to_at=to_at, now=it.now)
    why = it.fields.why
    visits.reschedule(visit=visit_of(it.row), from_at=from_at, to_at=to_at, why=why, by=it.by, now=it.now)


def resume(it: RepairGiven) -> None:
    """Go on in a window."""
    from_at, to_at = _span(it)
    repairs.require_free(it.row, from_at=from_at, to_at=to_at, now=it.now)
    repairs.resume(repair=it.row, by=it.by, now=it.now, wanted_from_at=from_at, wanted_to_at=to_at)


def send_after_all(it: RepairGiven) -> None:
    """Send somebody in a window, where help from afar didn't do."""
    from_at, to_at = _span(it)
    repairs.send_after_all(repair=it.row, by=it.by, now=it.now, wanted_from_at=from_at, wanted_to_at=to_at)
