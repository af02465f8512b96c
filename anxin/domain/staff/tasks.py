"""What staff does later."""

from datetime import datetime

from anxin.core import later
from anxin.domain.staff import actions


@later.task(queue="prompt", whole=True)
def send_forgotten(*, account: str, now: datetime) -> None:
    """Send the link for a new password, if the name belonged to anybody."""
    actions.send_forgotten(account=account, now=now)


@later.every(seconds=3600)
@later.task(queue="prompt", whole=True)
def end_leaves(*, now: datetime) -> None:
    """Begin and end the leaves whose day is here."""
    actions.turn_due(now=now)
