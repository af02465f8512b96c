"""Later: codes that were asked for at the door; whether a number was told that another is asked for."""

from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.people.actions import data_requests, unlocks
from anxin.domain.people.queries import data_requests as requests
from anxin.domain.people.queries import tellings


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
