"""What a platform is asked for a merchant's shop, and what it answers: the same words for every platform.

Platforms mask who bought; nothing of a buyer is taken but the masked name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

ENDED = frozenset({"refunded", "returned", "refused"})


class Fault(Exception):
    """What went wrong.

    `silent`: it may have been done or not. `busy`: nothing was done, later. `token`: keys or permission are over.
    `refused`: it was understood and refused. `unreadable`: not what the documents say. `many`: too many rows for so
    long a while. `by_hand`: its interface takes no such answer.
    """

    def __init__(self, kind: str, text: str = "") -> None:
        """Keep what kind it is, and the platform's own words."""
        super().__init__(f"{kind}: {text}"[:100] if text else kind)
        self.kind, self.text = kind, text[:100]


@dataclass(frozen=True, kw_only=True)
class LineTold:
    """A line of an order: `key` is its number at the platform, the order's own where it gives none."""

    key: str
    title: str
    quantity: int
    amount_fen: int
    sku: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderTold:
    """A paid order."""

    key: str
    bought_at: datetime
    lines: tuple[LineTold, ...]
    buyer: str = ""
    freight_fen: int = 0
    waybill: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimTold:
    """A claim. `state`: `waits` for the seller, `goes_on`, or one of `ENDED`; `more` is what its answer has to carry.

    `type` is empty where we know no such kind; `line` where it is about the whole order.
    """

    ref: str
    order: str
    type: str
    state: str
    asked_fen: int
    line: str = ""
    quantity: int = 0
    reason: str = ""
    told: str = ""
    due_at: datetime | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A row that isn't what the documents say: its number, so that a person can look there."""

    ref: str


type Remember = Callable[[dict[str, str]], None]
"""Keeps secrets that a platform gave (a token of some days), beside those it is asked with."""
