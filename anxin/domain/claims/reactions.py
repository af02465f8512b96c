"""Because of facts elsewhere; the functions themselves are actions, this page is the door for the wiring."""

from datetime import datetime, timedelta

from anxin.core import outbox, wording
from anxin.core.timeline import Entry
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.people import queries as people
from anxin.domain.people.queries import programs

CALLED_WITHIN = timedelta(days=3)
"""How long a program that doesn't answer is called again."""


def examined(*, fact: Entry, now: datetime) -> None:
    """A picture has its outcome."""
    claims.examined(fact=fact, now=now)


def money_moved(*, fact: Entry, now: datetime) -> None:
    """A payment's outcome is known."""
    claims.money_moved(fact=fact, now=now)


def inspected(*, fact: Entry, now: datetime) -> None:
    """A visit is finished."""
    claims.inspected(fact=fact, now=now)


def repair_failed(*, fact: Entry, now: datetime) -> None:
    """A repair has to be done again, or can't be done."""
    claims.repair_failed(fact=fact, now=now)


def repair_closed(*, fact: Entry, now: datetime) -> None:
    """A repair is closed."""
    claims.repair_closed(fact=fact, now=now)


def tell(*, fact: Entry, now: datetime) -> None:
    """Tell the open pages of everybody concerned that something changed: ids only."""
    stream = fact.stream_key
    ids = {stream.kind: stream.key, "fact": str(fact.id), "code": fact.code}
    told = people.audiences_of(stream, now=now)
    outbox.tell("claim.changed", audiences=told, ids=ids, key=f"claim.changed:{fact.id}", now=now)


def call_webhooks(*, fact: Entry, now: datetime) -> None:
    """Call the programs of the organisations concerned that may read the fact: number, code and ids only."""
    stream = fact.stream_key
    if stream.kind != "claim":
        return
    called = programs.webhooks_of(stream, now=now, audiences=wording.fact(fact.code).audiences)
    if not called:
        return
    number = queries.claim_by_key(stream.key).number
    ids = {"number": number, "code": fact.code, "fact": str(fact.id), "at": fact.at.isoformat()}
    for audience in called:
        outbox.put(
            "claim.event",
            audience=audience,
            ids=ids,
            key=f"claim.event:{fact.id}:{audience}",
            now=now,
            expires_at=now + CALLED_WITHIN,
            carrier="webhook",
        )
