"""The columns of a table file: what people call them and how a cell is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

type Value = str | int | bool | None
type Values = dict[str, Value]


def text(written: str) -> str:
    """Take a text as it is, at most 1,000 characters."""
    if len(written) > 1000:
        raise ValueError(_("at most 1000 characters expected"))
    return written


def whole(written: str) -> int:
    """Take a whole number."""
    try:
        return int(written)
    except ValueError:
        raise ValueError(_("a whole number expected")) from None


def fen(written: str) -> int:
    """Take an amount in yuan with at most two places and give fen."""
    try:
        amount = Decimal(written.lstrip("¥￥").replace(",", "")) * 100
    except InvalidOperation:
        raise ValueError(_("an amount in yuan expected")) from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(_("an amount in yuan with at most two places expected"))
    return int(amount)


def day(written: str) -> str:
    """Take a day and give it as ISO 8601: 2026-11-24, 2026/11/24, 2026年11月24日."""
    plain = written.partition("T")[0].replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-")
    try:
        return date(*map(int, plain.split("-"))).isoformat()
    except (ValueError, TypeError):
        raise ValueError(_("a day such as 2026-11-24 expected")) from None


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name in the house, what people call it, and how a cell is read."""

    name: str
    title: str
    read: Callable[[str], Value] = text
    required: bool = False
    also: tuple[str, ...] = ()

    @property
    def headers(self) -> frozenset[str]:
        """Give every header the column is known by."""
        return frozenset({self.name, self.title, *self.also})
