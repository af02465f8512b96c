"""Later: what the days count, all ten minutes; the measured times of the public pages, once a day."""

from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.insight import actions as insight
from anxin.domain.insight import queries


@later.every(seconds=86400)
@later.task(queue="heavy", lease_s=1800, whole=True)
def measure(*, now: datetime) -> None:
    """Work them out."""
    insight.measure(now=now)


@later.every(seconds=600)
@later.task(queue="heavy", lease_s=1800)
def gather(*, now: datetime) -> None:
    """Count the days anew whose cases moved."""
    last = queries.newest_fact()
    for day in queries.moved_days():
        acting(partial(insight.count_day, day=day))
    acting(partial(insight.note_gathered, until=now, last=last))
