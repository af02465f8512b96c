"""Later: marks stop counting when their time is over."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.reputation import actions as reputation


@later.every(seconds=3600)
@later.task(queue="heavy")
def expire(*, now: datetime) -> None:
    """Let old marks go, a few a block: nobody who writes waits for all of them."""
    while acting(lambda: reputation.expire(now=now)):
        pass
