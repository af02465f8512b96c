"""Later: what waited for the morning, clocks that run out soon."""

from datetime import datetime

from anxin.core import later
from anxin.domain.notices import actions as notices
from anxin.domain.notices import queries


@later.task(queue="prompt", whole=True)
def send(*, notice: str, now: datetime) -> None:
    """Send one message whose quiet hours are over."""
    notices.send(notice=queries.by_key(notice), now=now)


@later.every(seconds=300)
@later.task(queue="prompt", whole=True)
def remind(*, now: datetime) -> None:
    """Tell of what runs out soon."""
    notices.remind(now=now)
