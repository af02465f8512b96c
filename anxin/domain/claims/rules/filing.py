"""How long what is said with a claim may be, whoever files it; how the order of one is called that has none."""

from collections.abc import Mapping

LONGEST: Mapping[str, int] = {
    "told": 2000,
    "name": 64,
    "phone": 40,
    "address": 300,
    "platform_ref": 64,
    "consent_version": 40,
}
"""So many characters each text of a claim may have: pages and programs ask for no more, the action takes no more."""
AFTER_REPAIR = "repair-"
"""Before a repair's number: the order of an exchange that follows from it, for which nothing was paid here."""


def fits_masked(masked: str, phone: str) -> bool:
    """Return whether a phone can be the one that an order shows masked: it has the digits that are shown.

    >>> [fits_masked("137****1005", one) for one in ("13700001005", "+86 137 1234 1005", "13900000000", "1005")]
    [True, True, False, False]
    >>> fits_masked("", "13900000000")
    True
    """
    shown = [one for one in masked if one.isdigit() or one == "*"]
    digits = [one for one in phone if one.isdigit()]
    pairs = zip(reversed(shown), reversed(digits), strict=False)
    return len(digits) >= len(shown) and all(one in ("*", other) for one, other in pairs)
