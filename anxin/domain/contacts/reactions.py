"""Because of facts elsewhere; the functions themselves are actions, this page is the door for the wiring."""

from datetime import datetime

from anxin.core import outbox
from anxin.core.timeline import Entry
from anxin.domain.contacts import actions as contacts
from anxin.domain.people import queries as people


def handed_over(*, fact: Entry, now: datetime) -> None:
    """Somebody asked for a person."""
    contacts.handed_over(fact=fact, now=now)


def tell(*, fact: Entry, now: datetime) -> None:
    """Tell the open pages of everybody concerned that something changed: ids only."""
    stream = fact.stream_key
    if stream.kind != "contact":
        return
    ids = {"contact": stream.key, "fact": str(fact.id), "code": fact.code}
    told = people.audiences_of(stream, now=now)
    outbox.tell("contact.changed", audiences=told, ids=ids, key=f"contact.changed:{fact.id}", now=now)
