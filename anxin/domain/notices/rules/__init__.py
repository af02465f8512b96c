"""What is decided about notices: the one table fact or clock → audience → template → carrier, and quiet hours."""

from collections.abc import Mapping
from datetime import datetime

from anxin.domain.notices.rules.crews import CREWS
from anxin.domain.notices.rules.customers import CUSTOMERS
from anxin.domain.notices.rules.houses import HOUSES
from anxin.domain.notices.rules.lines import CUSTOMER, INSIDE, SMS, Notice
from anxin.domain.notices.rules.links import HIS_HOME, HIS_PAGES, LINKS, OPENS, OWN_LINKS
from anxin.domain.notices.rules.quiet_hours import AWAKE, DAYTIME, KEPT, goes_at, is_his_own

__all__ = [
    "AWAKE",
    "CUSTOMER",
    "DAYTIME",
    "HIS_HOME",
    "HIS_PAGES",
    "INSIDE",
    "KEPT",
    "LINKS",
    "OPENS",
    "OWN_LINKS",
    "SMS",
    "Notice",
    "goes_at",
    "is_his_own",
]

KEPT_FACTS = (
    *("due", "amount_fen", "remedy", "from", "to", "count", "days", "way", "day", "colleague", "provider", "minutes"),
    *("of_brand", "year", "case", "until", "invoice", "reference"),
    *("house_part", "machine_user", "remittance", "refund", "order", "employer", "numbers", "sent_fen", "payer"),
)
"""What of a fact goes into the sentence about it."""
GONE, LONGEST_ENDPOINT = "gone", 1000
"""What became of a browser that doesn't want to be told any more, and how long the address of one may be."""
TABLE = (*CUSTOMERS, *HOUSES, *CREWS)
GATHERS_MIN = {"provider": 60, "case": 10, "thread": 60}
"""For how many minutes a line tells of the same once."""
WISHES = ("wisher", "himself", "colleague", "both")
"""Which technicians a line about one of them, a leave or a swap tells."""
OVER = {one.code: tuple(one.over.split()) for one in TABLE if one.over}
"""After which facts a message is true no more."""
BATCHES = frozenset(one.code for one in TABLE if one.batch)
"""What of the same outlet is counted in one notice."""
BATCH_MIN = 10
"""For so many minutes after the last of them."""
AHEAD = tuple(one for one in TABLE if one.before_min)
FACTS = tuple(dict.fromkeys(one.on.partition("/")[0] for one in TABLE if not one.before_min))


def on(code: str, facts: Mapping[str, object], kind: str) -> tuple[Notice, ...]:
    """Return the lines that speak of a fact on a stream of some kind."""
    return tuple(
        one
        for one in TABLE
        if not one.before_min
        and one.on in (code, f"{code}/{facts.get('clock', '')}")
        and one.kind in ("", kind)
        and kind in LINKS
        and (not one.needs or facts.get(one.needs))
        and not (one.but and facts.get(one.but))
    )


def template_of(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence of a notice: another one where it tells of several at once."""
    several = code in BATCHES and facts.get("count", 1) != 1
    return f"notices.{code}_several" if several else f"notices.{code}"


def line_of(code: str) -> Notice:
    """Return a line of the table."""
    return next(one for one in TABLE if one.code == code)


def cause(line: Notice, case: str, facts: Mapping[str, object], now: datetime) -> str:
    """Return what a line that gathers tells of once: the same case or provider, for its minutes."""
    about = case if line.gathers in ("case", "thread") else facts.get(line.gathers, "")
    return f"{about}:{int(now.timestamp()) // (60 * GATHERS_MIN[line.gathers])}"
