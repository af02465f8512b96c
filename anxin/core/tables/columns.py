"""The columns of a table file: what people call them and how a cell is read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

type Value = str | int | bool | None
type Values = dict[str, Value]


type Reader = Callable[[str], Value]
FEN_MOST = 2_000_000_000
_LIST = re.compile(r"\s*[,\uff0c、;\uff1b\n]\s*")


def text(written: str) -> str:
    """Take a text as it is, at most 1,000 characters."""
    return _short(written, 1000)


def up_to(most: int) -> Reader:
    """Make a reader of texts of so many characters."""
    return lambda written: _short(written, most)


def _short(written: str, most: int) -> str:
    if len(written) > most or "\0" in written:
        raise ValueError(_("at most {most} characters expected").format(most=most))
    return written


def whole(written: str) -> int:
    """Take a whole number."""
    try:
        return int(written)
    except ValueError:
        raise ValueError(_("a whole number expected")) from None


def between(least: int, most: int) -> Reader:
    """Make a reader of whole numbers within bounds, both allowed."""

    def read(written: str) -> int:
        number = whole(written)
        if not least <= number <= most:
            raise ValueError(_("a whole number from {least} to {most} expected").format(least=least, most=most))
        return number

    return read


def one_of(names: Mapping[str, object], *, others: Reader | None = None) -> Reader:
    """Make a reader of codes, written as such or by their names; other words are `others`' to read, or refused."""

    def read(written: str) -> Value:
        found = next((code for code, name in names.items() if written in (code, str(name))), None)
        if found is None and others is None:
            raise ValueError(_("one of {names} expected").format(names="、".join(map(str, names.values()))))
        return others(written) if found is None and others else found

    return read


def list_of(read: Callable[[str], str]) -> Reader:
    """Make a reader of lists (`a, b；c`): each entry as `read` reads it, once, in order."""

    def read_all(written: str) -> str:
        return many(sorted({read(one) for one in _LIST.split(written) if one}))

    return read_all


def many(entries: Iterable[str]) -> str:
    """Write a list as `list_of` gives it."""
    return ", ".join(entries)


def pair(written: str) -> tuple[str, str]:
    """Read `left:right`, as in a list of which outlet serves which division."""
    left, sign, right = written.replace("\uff1a", ":").partition(":")
    if not (sign and left.strip() and right.strip()):
        raise ValueError(_("“{written}”: two names with a colon between expected").format(written=written[:40]))
    return left.strip(), right.strip()


def fen(written: str) -> int:
    """Take an amount in yuan, from 0 to 20 million, with at most two places and give fen."""
    try:
        amount = Decimal(written.lstrip("¥￥").replace(",", "")) * 100
    except InvalidOperation:
        raise ValueError(_("an amount in yuan expected")) from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(_("an amount in yuan with at most two places expected"))
    if not 0 <= amount <= FEN_MOST:
        raise ValueError(_("an amount from 0 to 20 million yuan expected"))
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
    read: Reader = text
    required: bool = False
    also: tuple[str, ...] = ()

    @property
    def headers(self) -> frozenset[str]:
        """Give every header the column is known by."""
        return frozenset({self.name, self.title, *self.also})


def columns(titles: Mapping[str, object], *, needed: str, reads: Mapping[str, Reader]) -> tuple[Column, ...]:
    """Give a table's columns by their titles: those `needed` (names parted by spaces), and how each is read."""
    wanted = frozenset(needed.split())
    return tuple(
        Column(name=name, title=title, read=reads.get(name, text), required=name in wanted)  # type: ignore[arg-type]
        for name, title in titles.items()
    )
