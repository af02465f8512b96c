"""Later: marks stop counting when their time is over."""

from datetime import datetime

from anxin.core import later
from anxin.domain.standing import actions as standing


@later.every(seconds=3600)
@later.task(queue="prompt", whole=True)
def expire(*, now: datetime) -> None:
    """Let old marks go."""
    standing.expire(now=now)
