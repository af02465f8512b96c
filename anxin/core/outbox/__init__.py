"""The outbox: every message that leaves, and everything that follows along by cursor.

A message is a row in the same transaction as its reason: a template, ids, a unique key. What calls the world
outside runs after the commit: intent row, call with the key, outcome row.
"""

from anxin.core.carriers.carriers import Carrier, NotSent, Unclear, register
from anxin.core.outbox.delivering import deliver
from anxin.core.outbox.models import UNSETTLED, Message
from anxin.core.outbox.putting import Address, install, put, tell
from anxin.core.outbox.reading import BadPosition, after, head, rebase, unsettled

__all__ = [
    "UNSETTLED",
    "Address",
    "BadPosition",
    "Carrier",
    "Message",
    "NotSent",
    "Unclear",
    "after",
    "deliver",
    "head",
    "install",
    "put",
    "rebase",
    "register",
    "tell",
    "unsettled",
]
