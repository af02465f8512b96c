"""Later: codes that were asked for at the door."""

from datetime import datetime

from anxin.core import later
from anxin.domain.people.actions import unlocks


@later.task(queue="notices", whole=True, waits=later.nobody)
def send_unlocking(*, login: str, account: str, now: datetime) -> None:
    """Send a code past the slow-down, if the name belongs to anybody."""
    unlocks.send_asked(login=login, account=account, now=now)
