"""Later: marks stop counting when their time is over."""

from datetime import datetime

from anxin.core import later
from anxin.domain.reputation import actions as reputation


@later.every(seconds=3600)
@later.task(queue="prompt", whole=True)
def expire(*, now: datetime) -> None:
    """Let old marks go."""
    reputation.expire(now=now)
