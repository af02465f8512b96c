"""What stands still is looked after: a repair that waits for somebody, one that its customer says is wrong."""

from datetime import datetime, timedelta

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.timeline import StreamKey
from anxin.domain.repairs.models import Repair

WAITING, DISPUTED, ANSWERED = "repairs.waiting", "repairs.disputed", "repairs.answered"
DAYS = {f"waiting_{on}": f"repairs.wait_{on}_d" for on in ("part", "customer", "brand")}
"""How long a repair waits before the desk asks; goods have clocks of their own."""


def stands(repair: Repair, *, now: datetime) -> None:
    """Have the desk look after a repair that stands still: in hours where its customer says that something is wrong."""
    whose = str(repair.operator_id)
    if repair.state == "disputed":
        clocks.start(DISPUTED, repair.stream(), whose=whose, now=now)
    elif repair.state in DAYS:
        due_at = now + timedelta(days=settings.get(DAYS[repair.state], at=now))
        clocks.start(WAITING, repair.stream(), whose=whose, now=now, due_at=due_at)


def goes_on(repair: Repair, *, before: str, now: datetime) -> None:
    """Somebody went on with a repair that stood still `before`."""
    if before in (*DAYS, "disputed", "done"):
        clocks.stop(repair.stream(), WAITING, DISPUTED, ANSWERED, now=now)


def stood_still(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody went on with it in time: say so where the desk reads it, and tell it."""
    facts = {"clock": clock.kind, "due": clock.due_at.isoformat(timespec="minutes")}
    timeline.write(stream, "repairs.stood_still", by=SYSTEM, now=now, facts=facts)
