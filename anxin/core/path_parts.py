"""Codes that stand in addresses: which signs one may have."""

import re

_PART = re.compile(r"[^\W_](?:[\w .-]*\w)?")


def is_part(code: str) -> bool:
    """Return whether a code can be one step of an address, read aloud and typed again.

    >>> is_part("HY-9001"), is_part("青羊 1.2"), is_part("HY/90"), is_part(".."), is_part("deng\\u200b")
    (True, True, False, False, False)
    """
    return _PART.fullmatch(code) is not None
