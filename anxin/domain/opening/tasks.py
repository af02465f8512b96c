"""What the opening does later."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import batched

from django.utils import timezone

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.network import actions as network
from anxin.domain.network.queries import waitlist
from anxin.domain.opening import actions, queries

AT_ONCE = 50
"""So many of those who wait for a brand that left are told in one block."""


@later.task(queue="heavy", waits=later.nobody)
def rehearse(*, rehearsal: str, now: datetime) -> None:
    """Play a rehearsal."""
    actions.rehearse(rehearsal=rehearsal, now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def depart_houses(*, now: datetime) -> None:
    """Let brands and merchants depart whose day is here, tell who waits, retire those of which nothing is carried on.

    Each in a block of its own: one that can't keeps up no other.
    """
    faults = []
    for step in _steps_of_departing(now):
        try:
            acting(step)
        except Exception as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup("houses that could not depart", faults)


def _steps_of_departing(now: datetime) -> Iterator[Callable[[], object]]:
    """Give what is to be done, each once what comes before it is."""
    for one in queries.due(on=timezone.localdate(now)):
        yield partial(actions.depart, departure=one, now=now)
    for one in queries.gone():
        for some in batched(waitlist.waiting_for(one.house), AT_ONCE, strict=False):
            yield partial(network.end_waiting, entries=some, now=now)
    for one in queries.empty_handed():
        yield partial(actions.retire_left, departure=one, now=now)


@later.every(seconds=86400)
@later.task(queue="heavy")
def look_at_calendar(*, now: datetime) -> None:
    """Say that a year's days off are missing, where they are."""
    acting(lambda: actions.warn_of_calendar(now=now))


@later.every(seconds=3600)
@later.task(queue="outside")
def keep_hosts(*, now: datetime) -> None:
    """Answer to the addresses that brands have by now."""
    actions.keep_hosts(now=now)


@later.every(seconds=86400)
@later.task(queue="outside")
def look(*, now: datetime) -> None:
    """Look at the public address once a day: a certificate ends without a word."""
    actions.probe_addresses(by=SYSTEM, now=now)


@later.every(seconds=3600)
@later.task(queue="outside")
def look_at_texts(*, now: datetime) -> None:
    """Look once a day whether text messages may still go, hourly where nobody answered: it is cancelled unsaid."""
    actions.look_at_texts(now=now)


@later.every(seconds=300)
@later.task(queue="prompt")
def watch_parts(*, now: datetime) -> None:
    """Look how everything goes that the house depends on, and tell those who administer what turned."""
    acting(lambda: actions.watch_parts(now=now))
