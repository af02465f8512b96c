"""A thing whose outlet can't mend it any more: it is to come to another, goes on to one, or waits for a decision."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import Actor
from anxin.core.states import change, lock
from anxin.domain.custody.actions.moves import BRING, ELSEWHERE
from anxin.domain.custody.actions.parcels import UNPACK, travel
from anxin.domain.custody.actions.stays import part
from anxin.domain.custody.models import Custody
from anxin.domain.custody.rules import HOUSE
from anxin.domain.network.models import Outlet
from anxin.domain.people import actions as people


def move_home(
    row: Custody,
    outlet: Outlet,
    *,
    mode: str,
    window: tuple[datetime, datetime] | None,
    by: Actor,
    now: datetime,
    why: str = "",
) -> None:
    """Expect a thing at another outlet, brought or sent; those of before see and take in what comes all the same."""
    lock(row)
    before, (from_at, to_at) = row.outlet, window or (None, None)
    homes = {**row.homes_before, str(before.organisation_id): before.code}
    homes.pop(str(outlet.organisation_id), None)
    where = {"outlet": outlet, "homes_before": homes, "mode": mode, "from_at": from_at, "to_at": to_at}
    change(row, {**where, "stuck_why": ""})
    people.join(stream=row.stream(), role="outlet", organisation=outlet.organisation, now=now)
    clocks.stop(row.stream(), BRING, ELSEWHERE, now=now)
    _wait(row, now)
    facts = {"before": before.code, "outlet": outlet.code, "stuck": why or None, "brought": mode == "drop_off"}
    timeline.write(row.stream(), "custody.moved", by=by, now=now, facts=facts)


def get_stuck(row: Custody, *, why: str, whose: str, by: Actor, now: datetime) -> None:
    """Say that a thing can't be mended where it is, or goes to: until when somebody has to see that it goes on.

    Nobody is reminded to bring it meanwhile.
    """
    lock(row)
    clocks.stop(row.stream(), BRING, now=now)
    change(row, {"stuck_why": why})
    if not clocks.open_clocks(row.stream()).filter(kind=ELSEWHERE).exists():
        clocks.start(ELSEWHERE, row.stream(), whose=whose, now=now)
    facts = {"outlet": row.outlet.code, "stuck": why, "waits": row.state == "expected", "at": row.state}
    timeline.write(row.stream(), "custody.stuck", by=by, now=now, facts=facts)


def not_stuck(row: Custody, *, by: Actor, now: datetime) -> None:
    """Say that a thing can be mended where it is, or goes to, after all: as long as for a new one it is waited for."""
    lock(row)
    change(row, {"stuck_why": ""})
    clocks.stop(row.stream(), BRING, ELSEWHERE, now=now)
    if row.state == "expected":
        _wait(row, now)
    facts = {"outlet": row.outlet.code, "waits": row.state == "expected", "at": row.state}
    timeline.write(row.stream(), "custody.not_stuck", by=by, now=now, facts=facts)


def say_closed(row: Custody, *, by: Actor, now: datetime) -> None:
    """Say that the outlet to which a thing is brought, or where it is collected, is closed for some days."""
    timeline.write(row.stream(), "custody.home_closed", by=by, now=now, facts={"outlet": row.outlet.code})


def forward(row: Custody, outlet: Outlet, *, carrier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Send a thing on to another outlet, closed or packed anew; the house pays its ways, also the one back."""
    lock(row)
    before = row.outlet
    part(row, now)
    paid = {"pays_in": HOUSE, "pays_back": HOUSE}
    change(row, {"outlet": outlet, "mode": "mail_in", "stuck_why": "", "shelf": "", **paid})
    people.join(stream=row.stream(), role="outlet", organisation=outlet.organisation, now=now)
    clocks.stop(row.stream(), UNPACK, ELSEWHERE, now=now)
    travel(row, "forward", "in", carrier, waybill, by=by, now=now, facts={"before": before.code, "outlet": outlet.code})


def _wait(row: Custody, now: datetime) -> None:
    """Wait for a thing that is brought or sent: for its days, and no less than until its window is over."""
    due_at = clocks.due_time(BRING, now=now)
    due_at = max(due_at, row.to_at) if row.to_at else due_at
    clocks.start(BRING, row.stream(), whose="customer", now=now, due_at=due_at)
