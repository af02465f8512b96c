"""Codes that stand in addresses: which signs one may have."""

import re

_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")


def is_part(code: str) -> bool:
    """Return whether a code can be one step of an address, stand in a fact, be read aloud and typed again.

    >>> is_part("HY-9001"), is_part("CD_1.2"), is_part("HY/90"), is_part(".."), is_part("deng\\u200b")
    (True, True, False, False, False)
    """
    return _PART.fullmatch(code) is not None
