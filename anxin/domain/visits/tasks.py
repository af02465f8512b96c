"""Later: match outside the block, then send the round."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway, queries


@later.task(queue="offers", waits=queries.is_sought_for)
def seek(*, visit: str, now: datetime) -> None:
    """Send the next round of offers for a visit."""
    row = queries.visit_by_key(visit)
    found = gateway.reachable_first(gateway.candidates(row, now=now))
    acting(lambda: visits.send_round(visit=row, candidates=found, now=now))
