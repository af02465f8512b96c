"""Because of facts elsewhere; the functions themselves are actions, this page is the door for the wiring."""

from datetime import datetime, timedelta

from anxin.core import outbox, wording
from anxin.core.timeline import Entry
from anxin.domain.people.queries import programs
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.visits.queries import audiences_of

CALLED_WITHIN = timedelta(days=3)
"""How long a program that doesn't answer is called again."""


def visit_assigned(*, fact: Entry, now: datetime) -> None:
    """A technician is set."""
    repairs.assigned(fact=fact, now=now)


def visit_reopened(*, fact: Entry, now: datetime) -> None:
    """The technician is gone."""
    repairs.reopened(fact=fact, now=now)


def visit_called(*, fact: Entry, now: datetime) -> None:
    """Somebody spoke with the customer."""
    repairs.called(fact=fact, now=now)


def visit_booked(*, fact: Entry, now: datetime) -> None:
    """A window is booked."""
    repairs.booked(fact=fact, now=now)


def visit_arrived(*, fact: Entry, now: datetime) -> None:
    """The technician is there."""
    repairs.arrived(fact=fact, now=now)


def window_kept(*, fact: Entry, now: datetime) -> None:
    """Somebody came as agreed, or the customer says so."""
    repairs.kept(fact=fact, now=now)


def window_denied(*, fact: Entry, now: datetime) -> None:
    """The customer says that nobody came."""
    repairs.denied(fact=fact, now=now)


def visit_gave_up(*, fact: Entry, now: datetime) -> None:
    """The visit ended without the work done."""
    repairs.gave_up(fact=fact, now=now)


def visit_finished(*, fact: Entry, now: datetime) -> None:
    """The visit is finished."""
    repairs.finished(fact=fact, now=now)


def bill_settled(*, fact: Entry, now: datetime) -> None:
    """Nothing is owed any more."""
    repairs.close_if_settled(stream=fact.stream_key, now=now)


def tell(*, fact: Entry, now: datetime) -> None:
    """Tell the open pages of everybody concerned that something changed: ids only."""
    stream = fact.stream_key
    ids = {stream.kind: stream.key, "fact": str(fact.id), "code": fact.code}
    told = audiences_of(stream, now=now)
    outbox.tell("repair.changed", audiences=told, ids=ids, key=f"repair.changed:{fact.id}", now=now)


def call_webhooks(*, fact: Entry, now: datetime) -> None:
    """Call the programs of the organisations concerned that may read the fact: number, code and ids only."""
    stream = fact.stream_key
    if stream.kind != "repair":
        return
    audiences = wording.fact(fact.code).audiences
    called = programs.webhooks_of(stream, now=now, audiences=audiences)
    if not called:
        return
    number = queries.repair_by_key(stream.key).number
    ids = {"number": number, "code": fact.code, "fact": str(fact.id), "at": fact.at.isoformat()}
    for audience in called:
        key = f"repair.event:{fact.id}:{audience}"
        outbox.put(
            "repair.event",
            audience=audience,
            ids=ids,
            key=key,
            now=now,
            expires_at=now + CALLED_WITHIN,
            carrier="webhook",
        )
