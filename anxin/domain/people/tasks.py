"""Later: codes asked for at the door; whether a number was told; who is two; who waits to be erased, or was."""

from datetime import datetime
from functools import partial

import structlog

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.people.actions import data_requests, two_hats, unlocks, waiting_erasures
from anxin.domain.people.queries import access, erasures, tellings
from anxin.domain.people.queries import data_requests as requests

log = structlog.get_logger("anxin.people")


@later.task(queue="notices", whole=True, waits=later.nobody)
def send_unlocking(*, login: str, account: str, now: datetime) -> None:
    """Send a code past the slow-down, if the name belongs to anybody."""
    unlocks.send_asked(login=login, account=account, now=now)


@later.every(seconds=300)
@later.task(queue="notices")
def look_told(*, now: datetime) -> None:
    """Have the days to object run where the message arrived, and write down what became of it, each by itself."""
    rows = {one.pk: one for one in (*requests.announced(), *tellings.unwritten(now=now))}
    for row in rows.values():
        acting(partial(data_requests.look_told, request=row, now=now))


@later.every(seconds=3600)
@later.task(queue="heavy")
def part_two_hats(*, now: datetime) -> None:
    """Give who works here and is a customer a row for each, where an earlier version kept them in one."""
    for row in access.of_two_hats():
        acting(partial(two_hats.part, person=row, now=now))


@later.every(seconds=3600)
@later.task(queue="heavy")
def erase_waiting(*, now: datetime) -> None:
    """Erase who asked for it and whom nothing needs any more, each by himself.

    What raises is logged and left: nobody else waits longer because of it.
    """
    for key in requests.waiting():
        try:
            acting(partial(waiting_erasures.fulfil, request=requests.by_key(str(key)), now=now))
        except Exception:
            log.exception("a waiting erasure was not done", request=str(key))


@later.every(seconds=86400)
@later.task(queue="heavy")
def tell_erased(*, now: datetime) -> None:
    """Have the records of cases say that their customer was erased, where that was before they said so."""
    for row in erasures.told_nowhere():
        acting(partial(waiting_erasures.tell_old, person=row, now=now))
