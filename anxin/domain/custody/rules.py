"""What is decided about a thing in our keeping: who has it, who pays for its way, what a receipt says."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI
from anxin.domain.custody.choices import CONDITIONS, PAYERS

WAYS = ("drop_off", "mail_in")
"""How goods come to a bench."""
HOLDERS = {
    **dict.fromkeys(("expected", "returned", "called_off"), "customer"),
    **dict.fromkeys(("sent_in", "sent_back", "missing", "lost"), "carrier"),
    **dict.fromkeys(("received", "arrived", "held", "ready"), "outlet"),
    "at_bench": "technician",
}
"""Who has the thing in each state."""
FREIGHT = {"in_covered": "house", "in_uncovered": "customer", "back_covered": "house", "back_uncovered": "house"}
"""Who pays for a parcel's way, by direction and whether the warranty covers the repair."""
TRIES = 3
WAYBILL = r"^[A-Za-z0-9-]{6,40}$"
FREIGHT_LINE = "FREIGHT"
"""Under which code a price list says what the way back costs."""
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[–—~\-至到]+\s*(\d{1,2}):(\d{2})")


def freight(table: Mapping[str, str], *, covered: bool) -> tuple[str, str]:
    """Return who pays for the way in, and for the way back."""
    cover = "covered" if covered else "uncovered"
    return table[f"in_{cover}"], table[f"back_{cover}"]


def check_freight(value: dict[str, Any]) -> None:
    """Refuse a table that leaves a way open, or names somebody who pays nothing; raises `Invalid`."""
    if set(value) != set(FREIGHT) or set(value.values()) - set(PAYERS):
        raise Invalid("custody.freight", expected=f"{' | '.join(FREIGHT)}, each {' | '.join(PAYERS)}", got=value)


def open_hours(written: str) -> tuple[time, time]:
    """Read an outlet's opening hours; what can't be read is the usual day."""
    found = _HOURS.search(written)
    if found is None:
        return time(9), time(18)
    from_h, from_min, to_h, to_min = (int(one) for one in found.groups())
    if (to_h, to_min) == (24, 0):
        to_h, to_min = 23, 59
    if max(from_min, to_min) > 59 or not (from_h * 60 + from_min < to_h * 60 + to_min < 24 * 60):
        return time(9), time(18)
    return time(from_h, from_min), time(to_h, to_min)


def days_open(opens: str, *, now: datetime, closed: frozenset[date], days: int = 7) -> list[tuple[datetime, datetime]]:
    """Return the hours of the next days on which something may be brought, today while there is an hour left."""
    begins, ends = open_hours(opens)
    today = now.astimezone(SHANGHAI).date()
    found = []
    for day in (today + timedelta(days=n) for n in range(days + 1)):
        from_at, to_at = (datetime.combine(day, hour, SHANGHAI) for hour in (begins, ends))
        if day not in closed and to_at - now >= timedelta(hours=1):
            found.append((from_at, to_at))
    return found[:days]


def is_receipt(condition: list[str], pictures: int) -> str:
    """Return what a receipt still lacks: what the thing looks like in words, and in a picture; empty where nothing."""
    if not condition or set(condition) - set(CONDITIONS):
        return "condition"
    return "" if pictures else "pictures"
