"""What may stand in the clear: codes, ids and whole numbers. Free text and personal values belong in the vault."""

import re
from collections.abc import Mapping

_CODE = re.compile(r"[\x21-\x7e]{0,200}")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86-?)?1[3-9]\d{9}(?![0-9A-Za-z])")


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values as plain ones; refuse free text, fractions, moments and phone numbers by name."""
    return {str(name): _value(str(name), value) for name, value in values.items()}


def is_plain(text: str) -> bool:
    """Return whether a text may stand in the clear: printable ASCII without a gap, and no phone number.

    >>> is_plain("TK-8"), is_plain("TK 12"), is_plain("13812345678")
    (True, False, False)
    """
    return _CODE.fullmatch(text) is not None and _PHONE.search(text) is None


def _value(name: str, value: object) -> object:
    if isinstance(value, (list, tuple)):
        return [_value(name, one) for one in value]
    if isinstance(value, dict):
        return plain(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    text = "" if isinstance(value, float) else str(value)
    if isinstance(value, float) or not is_plain(text):
        raise ValueError(f"{name!r}: expected a code, an id or a whole number; free text belongs among private values")
    return text
