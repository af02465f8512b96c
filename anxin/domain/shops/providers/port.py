"""What a platform is asked for a merchant's shop, and what it answers: the same words for every platform.

Platforms mask who bought; nothing of a buyer is taken but the masked name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

ENDED = frozenset({"refunded", "returned", "refused"})
_ILLEGIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
KEYS, LONGEST, MOST_FEN, MOST_PIECES, YEARS = ("key", "ref", "order"), 64, 10**12, 32767, range(2000, 2100)


class ShopFault(Exception):
    """What went wrong.

    `silent`: it may have been done or not. `busy`: nothing was done, later. `token`: keys or permission are over.
    `refused`: it was understood and refused. `unreadable`: not what the documents say. `many`: too many rows for so
    long a while. `by_hand`: its interface takes no such answer.
    """

    def __init__(self, kind: str, text: str = "") -> None:
        """Keep what kind it is, and the platform's own words."""
        super().__init__(f"{kind}: {text}"[:100] if text else kind)
        self.kind, self.text = kind, text[:100]


def legible(text: str) -> str:
    """Return words without what no database keeps: controls, and halves of characters that were cut in two."""
    return _ILLEGIBLE.sub("", text)


class ShopTold:
    """What a platform tells is looked at before anybody believes it; raises `ValueError` for what can't be."""

    def __post_init__(self) -> None:
        """Check every field: a number is whole and short, a sum and a moment are possible, words are legible."""
        for name in (one.name for one in fields(self)):  # type: ignore[arg-type]  # each who inherits is a dataclass
            told = getattr(self, name)
            if isinstance(told, str):
                if name in KEYS and not 0 < len(told.strip()) <= LONGEST:
                    raise ValueError(f"{name}: expected 1 to {LONGEST} characters")
                if name in KEYS and legible(told) != told:
                    raise ValueError(f"{name}: expected no control characters")
                object.__setattr__(self, name, legible(told))
            elif isinstance(told, datetime) and told.year not in YEARS:
                raise ValueError(f"{name}: expected a moment of this century")
            elif isinstance(told, int) and not _is_possible(name, told):
                raise ValueError(f"{name}: expected a possible number")


def _is_possible(name: str, told: int) -> bool:
    return abs(told) <= (MOST_FEN if name.endswith("_fen") else MOST_PIECES) and (told >= 0 or name != "asked_fen")


@dataclass(frozen=True, kw_only=True)
class LineTold(ShopTold):
    """A line of an order: `key` is its number at the platform, the order's own where it gives none."""

    key: str
    title: str
    quantity: int
    amount_fen: int
    sku: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderTold(ShopTold):
    """A paid order."""

    key: str
    bought_at: datetime
    lines: tuple[LineTold, ...]
    buyer: str = ""
    freight_fen: int = 0
    waybill: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None

    def __post_init__(self) -> None:
        """Check the fields; an order has lines."""
        super().__post_init__()
        if not self.lines:
            raise ValueError("lines: expected some")


@dataclass(frozen=True, kw_only=True)
class ClaimTold(ShopTold):
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
