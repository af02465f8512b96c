"""Later: match outside the block, then send the round; tell who waits for a window that one is free."""

from datetime import datetime
from functools import partial
from itertools import batched

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.network import actions as network
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway, queries

AT_ONCE = 50


@later.task(queue="offers", waits=queries.is_sought_for)
def seek(*, visit: str, now: datetime) -> None:
    """Send the next round of offers for a visit."""
    row = queries.visit_by_key(visit)
    found = gateway.candidates(row, now=now)
    acting(lambda: visits.send_round(visit=row, candidates=found, now=now))


@later.every(seconds=900)
@later.task(queue="heavy")
def tell_of_windows(*, now: datetime) -> None:
    """Tell who waits for a window that one is free, in order and in short blocks."""
    for some in batched(gateway.freed(now=now), AT_ONCE, strict=False):
        acting(partial(network.serve_waiting, entries=some, now=now))
