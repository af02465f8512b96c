"""What the opening does later."""

from datetime import datetime

from anxin.core import later
from anxin.core.actors import SYSTEM
from anxin.domain.opening import actions


@later.task(queue="heavy", waits=later.nobody)
def rehearse(*, rehearsal: str, now: datetime) -> None:
    """Play a rehearsal."""
    actions.rehearse(rehearsal=rehearsal, now=now)


@later.every(seconds=3600)
@later.task(queue="outside")
def keep_hosts(*, now: datetime) -> None:
    """Answer to the addresses that brands have by now."""
    actions.keep_hosts(now=now)


@later.every(seconds=86400)
@later.task(queue="outside")
def look(*, now: datetime) -> None:
    """Look at the public address once a day: a certificate ends without a word."""
    actions.look(by=SYSTEM, now=now)


@later.every(seconds=3600)
@later.task(queue="outside")
def look_at_texts(*, now: datetime) -> None:
    """Look once a day whether text messages may still go, hourly where nobody answered: it is cancelled unsaid."""
    actions.look_at_texts(now=now)
