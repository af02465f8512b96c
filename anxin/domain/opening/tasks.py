"""What the opening does later."""

from datetime import datetime

from anxin.core import later
from anxin.domain.opening import actions


@later.task(queue="heavy", waits=later.nobody)
def rehearse(*, rehearsal: str, now: datetime) -> None:
    """Play a rehearsal."""
    actions.rehearse(rehearsal=rehearsal, now=now)
