"""Heads sealed with the installation's key: who can write the database but has no key can't move one unseen."""

import logging

from anxin.core.keys import signing
from anxin.core.streams.hashing import canonical
from anxin.core.streams.models import Entry, Stream

PURPOSE = b"anxin timeline head"
LOG = logging.getLogger(__name__)


def sealed(head: Stream) -> Stream:
    """Seal a head as it stands."""
    head.seal = signing.seal(PURPOSE, _content(head))
    return head


def holds(head: Stream) -> bool:
    """Tell whether a head is the one that was last sealed here."""
    return signing.is_sealed(PURPOSE, _content(head), head.seal)


def advance(head: Stream, entry: Entry) -> None:
    """Move a head on to a fact just written, in one statement.

    One that was not ours moves on but is never sealed again: work goes on, and what was done to it stays to be found.
    """
    ours = holds(head)
    head.length, head.head = entry.position, entry.hash
    if ours:
        sealed(head)
    else:
        LOG.error("the head of a stream was moved past its key", extra={"stream": str(head)})
    head.save(update_fields=["length", "head", "seal"])


def _content(head: Stream) -> bytes:
    return canonical([str(head.id), head.kind, head.key, head.length, head.head])
