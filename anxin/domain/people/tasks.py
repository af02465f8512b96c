"""Later: codes that were asked for at the door, and what the door need not remember any more."""

from datetime import datetime

from anxin.core import later
from anxin.domain.people.actions import sign_in_records, unlocks


@later.task(queue="prompt", whole=True)
def send_unlocking(*, login: str, account: str, now: datetime) -> None:
    """Send a code past the slow-down, if the name belongs to anybody."""
    unlocks.send_asked(login=login, account=account, now=now)


@later.every(seconds=86400)
@later.task(queue="heavy", whole=True)
def forget_addresses(*, now: datetime) -> None:
    """Erase old addresses at the door."""
    sign_in_records.forget(now=now)
