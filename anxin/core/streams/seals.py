"""The private values of a fact: sealed with their salt, committed to in the chain."""

import json
import secrets

from anxin.core import vault
from anxin.core.ids import uuid7
from anxin.core.streams.hashing import commitment
from anxin.core.streams.models import Entry, Private

SEALED_AS = "core.timeline.private"
ERASED = "timeline.erased"
EMPTIED = "timeline.emptied"
"""A stream's fact that everything private said before it is erased."""
MOVED = "timeline.archived"
"""A stream's fact that those before it was emptied lie in an archive, but for some that stay in the table, too."""


def sealed(entry: Entry, name: str, value: str) -> Private:
    """Seal a value with a fresh salt and note its commitment on the fact, which isn't hashed yet."""
    row = Private(id=uuid7(), entry=entry, name=name)
    salt = secrets.token_hex(16)
    entry.commitments[name] = commitment(name, salt, value)
    row.sealed = vault.seal(SEALED_AS, row.id, json.dumps([salt, value], ensure_ascii=False))
    return row


def unsealed(row: Private) -> tuple[str, str]:
    """Return salt and value of a private row."""
    salt, value = json.loads(vault.open_(SEALED_AS, row.id, row.sealed))
    return salt, value
