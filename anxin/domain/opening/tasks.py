"""What the opening does later."""

from datetime import datetime
from functools import partial

from django.utils import timezone

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.opening import actions, queries


@later.task(queue="heavy", waits=later.nobody)
def rehearse(*, rehearsal: str, now: datetime) -> None:
    """Play a rehearsal."""
    actions.rehearse(rehearsal=rehearsal, now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def leave_brands(*, now: datetime) -> None:
    """Let brands leave whose day is here, and retire those whose last case has ended; each in a block of its own."""
    for one in queries.due(on=timezone.localdate(now)):
        acting(partial(actions.leave_due, departure=one, now=now))
    for one in queries.empty_handed():
        acting(partial(actions.retire_left, departure=one, now=now))


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
