"""Later: match outside the block, then send the round; ask who came free about what a dispatcher has in hand."""

from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway, queries
from anxin.domain.visits.queries.in_hands import freed_lately, in_hands


@later.task(queue="offers", waits=queries.is_sought_for)
def seek(*, visit: str, now: datetime) -> None:
    """Send the next round of offers for a visit."""
    row = queries.visit_by_key(visit)
    found = gateway.reach(row, now=now)
    acting(
        lambda: visits.send_round(
            visit=row, candidates=found.technicians, outlets=found.outlets, silent=found.silent, now=now
        )
    )


@later.task(queue="prompt", waits=queries.is_waiting_in)
def ask_others(*, technician: str, from_at: str, now: datetime) -> None:
    """Have others asked what a technician was asked in a window that he has filled by now."""
    for offer in queries.waiting_in(technician, datetime.fromisoformat(from_at)):
        acting(partial(visits.window_filled, offer=offer, now=now))


@later.every(seconds=300)
@later.task(queue="heavy")
def look_again(*, now: datetime) -> None:
    """Ask who came free since a dispatcher has a job in hand, the nearest of them first, whether he goes."""
    waiting = in_hands()
    freed = freed_lately(now=now) if waiting else []
    for visit in waiting:
        since = [one for one in freed if visit.by_hand_at and one.at > visit.by_hand_at]
        found = gateway.reach(visit, now=now).technicians if since else []
        able = [one for one in found if any(each.is_one_of(one.technician, one.outlet) for each in since)]
        if able:
            acting(partial(visits.ask_again, visit=visit, candidates=able, now=now))
