"""What of an outlet or a technician a brand's word is for: who stands behind its number, and what changes of it."""

import json
from collections.abc import Mapping

from anxin.core.tables import Values

FIELDS = {
    "outlet": ("name", "licence", "division", "street", "phone"),
    "technician": ("name", "phone", "called", "skills", "portrait"),
}
PORTRAIT = "portrait"
"""The hash of a technician's picture; of one without any a word is for him as he was before it was hung up."""
PLACE, POINT = frozenset({"division", "street"}), ("lng", "lat")
"""Whose point goes where an outlet goes."""


def changes(kind: str, stands: Mapping[str, object], wanted: Mapping[str, object]) -> dict[str, str]:
    """Return what would stand behind a number otherwise, by field; an outlet's point only with its place."""
    told = {name: str(wanted.get(name) or "") for name in FIELDS.get(kind, ())}
    found = {name: value for name, value in told.items() if value != str(stands.get(name) or "")}
    moves = PLACE & found.keys()
    return {**found, **({name: str(wanted.get(name) or "") for name in POINT} if moves else {})}


def kept_back(values: Values, stands: Values, changed: Mapping[str, str]) -> Values:
    """Return a row as it is written until what changes is signed for: with what stands there now."""
    return {**values, **{name: stands.get(name) for name in changed}}


def content(number: str, kind: str, told: Mapping[str, object]) -> bytes:
    """Return the bytes whose digest a brand signs for who stands behind a number."""
    facts = {name: str(told.get(name) or "") for name in FIELDS[kind] if name != PORTRAIT or told.get(name)}
    return json.dumps([number, kind, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
