"""Later: what an earlier version began for a claim goes on as it does now, each in a block of its own."""

from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries


@later.every(seconds=3600)
@later.task(queue="heavy")
def catch_up(*, now: datetime) -> None:
    """Follow decided repairs that no clock follows, and call off looks that nobody hears of; one keeps up no other."""
    works = [partial(claims.follow_repair, claim=row, now=now) for row in queries.unfollowed_repairs()]
    works += [partial(claims.call_off_look, visit=row, now=now) for row in queries.unheard_looks()]
    faults = []
    for work in works:
        try:
            acting(work)
        except Exception as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup("claims of an earlier version that could not be brought on", faults)
