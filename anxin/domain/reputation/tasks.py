"""Later: marks stop counting when their time is over."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.reputation import actions as reputation

BLOCKS = 40


@later.every(seconds=3600)
@later.task(queue="heavy")
def expire(*, now: datetime) -> None:
    """Let old marks go, a few a block and so many blocks a round: nobody waits for all of them."""
    for _block in range(BLOCKS):
        if not acting(lambda: reputation.expire(now=now)):
            return
