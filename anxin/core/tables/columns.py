"""The columns of a table file: what people call them and how a cell is read."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, DecimalException

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from anxin.core import days, path_parts
from anxin.core.wording import joined

type Value = str | int | bool | None
type Values = dict[str, Value]


type Reader = Callable[[str], Value]
type ReaderBeside = Callable[[str, str], Value]
FEN_MOST = 2_000_000_000
EXCEL_BEGINS = date(1899, 12, 30)
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")  # days from 1954 to 2119
_CUT = re.compile(r"-?\d(?:\.\d+)?[eE]\+(\d+)")
_A_DAY = re.compile(r"(?:19|2[01])\d\d-\d{1,2}-\d{1,2}")
_PARTED = re.compile(r"[\s/\\+]+")
_LIST = re.compile(r"\s*[,\uff0c、;\uff1b\n]\s*")


def text_in(values: Values, name: str) -> str:
    """Return what stands in a row's cell of text; an empty one is ""."""
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name}: expected a text, got {value!r}")
    return value or ""


def whole_in(values: Values, name: str) -> int:
    """Return the whole number in a row's cell, which may not be empty."""
    value = values[name]
    if not isinstance(value, int):
        raise TypeError(f"{name}: expected a whole number, got {value!r}")
    return value


def text(written: str) -> str:
    """Take a text as it is, at most 1,000 characters."""
    return _short(written, 1000)


def up_to(most: int) -> Callable[[str], str]:
    """Make a reader of texts of so many characters."""
    return lambda written: _short(written, most)


def _short(written: str, most: int) -> str:
    if len(written) > most or "\0" in written:
        raise ValueError(_("at most {most} characters expected").format(most=most))
    return written


def code(most: int) -> Callable[[str], str]:
    """Make a reader of codes that stand in addresses, of so many characters."""

    def read(written: str) -> str:
        if not path_parts.is_part(written):
            raise ValueError(_("Latin letters and digits expected, between them nothing but . - and _"))
        return _short(written, most)

    return read


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


def one_of(
    names: Mapping[str, object], *, also: Mapping[str, Iterable[str]] | None = None, others: Reader | None = None
) -> Reader:
    """Make a reader of codes, written as such, by their names or by what people `also` call them.

    Other words are `others`' to read, or refused.
    """
    called = {code: {code, *(also or {}).get(code, ())} for code in names}

    def read(written: str) -> Value:
        found = next((code for code, name in names.items() if written in called[code] or written == str(name)), None)
        if found is None and others is None:
            known = joined(map(str, names.values()))
            raise ValueError(_("one of {names} expected").format(names=known))
        return others(written) if found is None and others else found

    return read


def list_of(read: Callable[[str], str]) -> Reader:
    """Make a reader of lists (`a, b；c`, `a b/c`): each entry as `read` reads it, once, in order.

    A space or slash parts two entries where both are some; of several the one that can't be read is named.
    """

    def several(written: str) -> set[str]:
        try:
            return {read(written)}
        except ValueError:
            parts = [one for one in _PARTED.split(written) if one]
            if len(parts) == 1:
                raise
            return {one for part in parts for one in several(part)}

    def read_all(written: str) -> str:
        entries, found = [one for one in _LIST.split(written) if one], set[str]()
        for one in entries:
            try:
                found |= several(one)
            except ValueError as error:
                if len(entries) == 1 and not _PARTED.search(one):
                    raise
                raise ValueError(_("“{written}”: {why}").format(written=one[:40], why=error)) from None
        return many(sorted(found))

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


def _narrow(written: str) -> str:
    """Return what is written in letters of full width, as some banks and offices do, in usual ones."""
    return unicodedata.normalize("NFKC", written)


def fen(written: str) -> int:
    """Take an amount in yuan, from 0 to 20 million, with at most two places and give fen."""
    try:
        amount = Decimal(_narrow(written).strip().lstrip("¥").rstrip("元").replace(",", "")) * 100
    except DecimalException:  # no number, or one beyond all that can be counted
        raise ValueError(_("an amount in yuan expected")) from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(_("an amount in yuan with at most two places expected"))
    if not 0 <= amount <= FEN_MOST:
        raise ValueError(_("an amount from 0 to 20 million yuan expected"))
    return int(amount)


def day(written: str) -> str:
    """Take a day, with a time or without, and give it as ISO 8601.

    A year nobody meant is refused: days are added to it later.

    2026-11-24 13:05:22, 2026/11/24, 2026.11.24, 2026年11月24日, 20261124, and the number Excel keeps for a day (46350).
    """
    try:
        found = _day(_narrow(written).strip())
    except (ValueError, TypeError, OverflowError):
        found = None
    if found is None and _A_DAY.fullmatch(_plain_day(_narrow(written).strip())):
        raise ValueError(_("there is no such day: {day}").format(day=written[:20]))
    if found is None:
        raise ValueError(_("a day such as 2026-11-24 expected"))
    if not days.is_ours(found):
        raise ValueError(_("{expected} expected").format(expected=days.said()))
    return found.isoformat()


def _plain_day(written: str) -> str:
    plain = re.split(r"[T\s]", written, maxsplit=1)[0]
    return plain.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")


def _day(written: str) -> date:
    plain = _plain_day(written)
    serial = _SERIAL.fullmatch(written)
    if serial:
        return EXCEL_BEGINS + timedelta(days=int(serial[1]))
    if len(plain) == 8 and plain.isdecimal():
        return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    return date(*map(int, plain.split("-")))


def handle(most: int) -> Reader:
    """Make a reader of numbers people handle as text (orders, waybills); what Excel cut short is refused."""

    def read(written: str) -> str:
        refuse_cut(written, digits=0)
        return _short(written, most)

    return read


def refuse_cut(written: str, *, digits: int = 15) -> None:
    """Refuse a number that is written by its power, where more than so many digits were cut or may be lost."""
    cut = _CUT.fullmatch(written)
    if cut and int(cut[1][:4]) >= digits:
        raise ValueError(_("Excel cut this number short; please export the column as text"))


def plain_header(header: str) -> str:
    """Return a header as it is compared: without spaces, units and notes in brackets, width and case."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(letter for letter in re.sub(r"\([^)]*\)", "", folded) if letter.isalnum() or letter == "_")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name in the house, what people call it, and how a cell is read."""

    name: str
    title: str
    read: Reader = text
    required: bool = False
    also: tuple[str, ...] = ()
    judged: bool = False
    """Whether a required column's empty cell is for the table's check to refuse: it may stand for what is known."""
    absent: str = ""
    """Why a row without it is refused, where more can be said than that it is empty."""
    rewritten: bool = False
    """Whether what is read is written otherwise than the cell, so that a preview shows what was read."""

    beside: str = ""
    """The text column before it, by which `read_beside` understands what is written, where that was read."""
    read_beside: ReaderBeside | None = None
    order: Callable[[Value], Value] | None = None
    """How a list stands in a file, where that is otherwise than as it is kept."""

    def value(self, written: str, beside: str = "") -> Value:
        """Read a cell, by what stands beside it where that matters."""
        return self.read_beside(written, beside) if self.read_beside else self.read(written)

    @property
    def headers(self) -> frozenset[str]:
        """Return every header the column is known by."""
        return frozenset({self.name, self.title, *self.also})

    def written(self, value: Value) -> Value | Decimal:
        """Return a value as a file writes it: an amount in yuan, all else as it is kept."""
        if self.read is fen and isinstance(value, int):
            return Decimal(value) / 100
        return self.order(value) if self.order and value else value

    def among(self, headers: Sequence[str]) -> str:
        """Return the first header this column is known by: its own name and title before what others call it.

        Its title in any language: whoever took the empty file may have read another than whoever brings it.
        """
        plain = {plain_header(header): header for header in reversed(headers)}
        titles = [str(self.title)]
        for language, _name in settings.LANGUAGES:
            with override(language):
                titles.append(str(self.title))
        names = [plain_header(name) for name in (self.name, *titles, *self.also)]
        return next((plain[name] for name in names if name and name in plain), "")


def columns(
    titles: Mapping[str, object],
    *,
    needed: str,
    reads: Mapping[str, Reader],
    also: Mapping[str, tuple[str, ...]] | None = None,
    judged: str = "",
    rewritten: str = "",
    absent: Mapping[str, object] | None = None,
    beside: Mapping[str, tuple[str, ReaderBeside]] | None = None,
    order: Mapping[str, Callable[[Value], Value]] | None = None,
) -> tuple[Column, ...]:
    """Return a table's columns by their titles: those `needed` (names parted by spaces), and how each is read.

    Of those `judged` a cell may be empty, as the table's check decides. `also` says what others call them, such as the
    exports of shops, the likeliest first; a day, and what is `rewritten`, stands in the house otherwise than in the
    file; `absent` says why a row without one is refused; `beside` which column before is given to a reader of two;
    `order` how a file writes a list.
    """
    wanted, called, other = frozenset(needed.split()), also or {}, frozenset(rewritten.split())
    lacking, by_another = absent or {}, beside or {}
    return tuple(
        Column(
            name=name,
            title=title,  # type: ignore[arg-type]  # titles are lazy texts, read when a table is shown
            read=reads.get(name, text),
            required=name in wanted,
            judged=name in judged.split(),
            also=called.get(name, ()),
            absent=lacking.get(name, ""),  # type: ignore[arg-type]  # a lazy text, too
            rewritten=name in other or reads.get(name) is day,
            beside=by_another[name][0] if name in by_another else "",
            read_beside=by_another[name][1] if name in by_another else None,
            order=(order or {}).get(name),
        )
        for name, title in titles.items()
    )
