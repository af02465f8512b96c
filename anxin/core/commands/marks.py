"""What a command would write over, or say yes to: its form carries marks of it, so that what changed since is said."""

import hashlib
from collections.abc import Mapping
from urllib.parse import quote, unquote

from anxin.core.commands.fields import Fields
from anxin.core.errors import WrongState

SHOWN = 60
"""So much of a value that changed is said."""
UNREAD = "unread"
"""The marks of a form that was read over nothing: a page's yes that carries none counts for nothing it could name."""


class ChangedMeanwhile(WrongState):
    """Somebody else changed what this would write over, after it was read."""

    code = "core.changed_meanwhile"


class ShownOtherwise(WrongState):
    """What a yes would count for is not what was shown."""

    code = "core.shown_otherwise"


def marks(there: Mapping[str, str]) -> str:
    """Return the marks of what stands somewhere, for a form to carry: whether something changed, not what it was."""
    return ";".join(("read", *(f"{quote(name)}={_mark(there[name])}" for name in sorted(there))))


def _mark(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def changed_since(read: str, now_there: Mapping[str, str], fields: type[Fields]) -> str:
    """Say what changed since marks were read: its name, and what stands there now; empty where nothing did."""
    before = {unquote(name): mark for name, sign, mark in (one.partition("=") for one in read.split(";")) if sign}
    told = []
    for name in {**now_there, **before}:
        stands = now_there.get(name, "")
        if before.get(name, _mark("")) == _mark(stands):
            continue
        value = " ".join(stands.split()) or "–"
        label = str(fields.asked(name).label) if name in fields.model_fields else ""
        told.append(f"{label}: {value[:SHOWN]}" if label else value[:SHOWN])
    return " · ".join(told)
