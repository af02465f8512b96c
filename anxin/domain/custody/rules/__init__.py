"""What is decided about a thing in our keeping: who has it, who pays for its way, what a receipt says."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from anxin.core.errors import Invalid
from anxin.domain.custody.choices import CONDITIONS, PAYERS, WHY_STUCK

WAYS = ("drop_off", "mail_in")
"""How goods come to a bench."""
HOLDERS = {
    **dict.fromkeys(("expected", "returned", "called_off"), "customer"),
    **dict.fromkeys(("sent_in", "sent_back", "missing", "lost"), "carrier"),
    **dict.fromkeys(("received", "arrived", "held", "ready"), "outlet"),
    "at_bench": "technician",
    "deposited": "depositary",
}
"""Who has the thing in each state."""
FREIGHT = {"in_covered": "house", "in_uncovered": "customer", "back_covered": "house", "back_uncovered": "house"}
"""Who pays for a parcel's way, by direction and whether the warranty covers the repair."""
WITHOUT_ITS_OUTLET: Mapping[str, Mapping[str, str]] = {
    **{why: {"expected": "moves"} for why in WHY_STUCK},
    "not_vouched": {
        "expected": "moves",
        **dict.fromkeys(("sent_in", "missing", "received", "arrived", "held"), "goes_on"),
    },
}
"""What becomes of a thing, by why its outlet can't mend it any more and where it is.

It `moves` to another outlet before it is on its way, or `goes_on` from where it is or comes to. What isn't named is
finished there: what lies on the bench or is ready, and all that is on its way or here where the brand still vouches.
"""
HOUSE = "house"
TRIES = 3
WAYBILL = r"^[A-Za-z0-9-]{6,40}$"
REFERENCE = r"^[A-Za-z0-9][A-Za-z0-9./_-]*$"
"""A carrier's number of a claim, a bank's of a transfer."""
FREIGHT_LINE = "FREIGHT"
"""Under which code a price list says what the way back costs."""


def freight(table: Mapping[str, str], *, covered: bool) -> tuple[str, str]:
    """Return who pays for the way in, and for the way back."""
    cover = "covered" if covered else "uncovered"
    return table[f"in_{cover}"], table[f"back_{cover}"]


def check_freight(value: dict[str, Any]) -> None:
    """Refuse a table that leaves a way open, or names somebody who pays nothing; raises `Invalid`."""
    if set(value) != set(FREIGHT) or set(value.values()) - set(PAYERS):
        raise Invalid("custody.freight", expected=f"{' | '.join(FREIGHT)}, each {' | '.join(PAYERS)}", got=value)


def is_receipt(condition: list[str], pictures: int) -> str:
    """Return what a receipt still lacks: what the thing looks like in words, and in a picture; empty where nothing."""
    if not condition or set(condition) - set(CONDITIONS):
        return "condition"
    return "" if pictures else "pictures"
