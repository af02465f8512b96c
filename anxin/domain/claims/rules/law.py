"""Which rows of law touch a case: pure values, no statute's number stands in code. Not legal advice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from anxin.core.errors import Invalid
from anxin.domain.claims.choices import DECLARED

UNITS = ("hour", "day", "working_day", "month", "year", "time", "fen")


@dataclass(frozen=True, kw_only=True)
class Amount:
    """One number a row of law names: what it counts, from and up to how much, and of what."""

    what: str
    unit: str
    what_en: str = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class LawRow:
    """One row of law: what it says, its numbers, where it can be read, from when to when, and checked when.

    `text` is a summary, never the article's own words: whoever shows it says so.
    """

    code: str
    title: str
    article: str
    text: str
    link: str
    valid_from: date
    checked_on: date
    touches: tuple[str, ...]
    valid_to: date | None = None
    from_fen: int = 0
    name_en: str = ""
    text_en: str = ""
    amounts: tuple[Amount, ...] = ()

    @property
    def name(self) -> str:
        """Return the title and the article in one."""
        return f"《{self.title}》{self.article}"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What of a case a row of law may touch."""

    type: str
    reason: str
    forum: str
    asked_fen: int
    statutory: bool = False
    contested: bool = False
    pictures: bool = False
    labelled: bool = False
    fraud_said: bool = False
    repaired_before: bool = False


TOUCHES: Mapping[str, Callable[[Facts], bool]] = {
    "statutory_return": lambda case: case.statutory,
    "quality": lambda case: not case.statutory and DECLARED[case.reason].fault,
    "repaired_before": lambda case: case.repaired_before,
    "refund_only_there": lambda case: case.forum == "platform" and case.type == "refund_only",
    "contested": lambda case: case.contested,
    "pictures": lambda case: case.contested and case.pictures,
    "label": lambda case: case.labelled,
    "fraud": lambda case: case.fraud_said,
}


def touching(rows: Iterable[LawRow], case: Facts, *, on: date) -> tuple[LawRow, ...]:
    """Return the rows that counted on the day of the act and touch this case, and no other."""
    return tuple(
        row
        for row in rows
        if counts(row, on=on) and case.asked_fen >= row.from_fen and any(TOUCHES[touch](case) for touch in row.touches)
    )


def counts(row: LawRow, *, on: date) -> bool:
    """Return whether a row is in force on a day."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


def read(value: list[Any]) -> tuple[LawRow, ...]:
    """Read the rows as they are kept; a row that says too little, or what nobody knows, is refused by its field."""
    return tuple(_row(one) for one in value)


def check(value: list[Any]) -> None:
    """Refuse rows that can't be read."""
    read(value)


def _row(one: Any) -> LawRow:
    given = _known(one, LawRow, "law")
    code = given.get("code", "")
    for name in ("code", "title", "article", "text", "link"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise Invalid(f"{code}.{name}", expected="a text", got=given.get(name))
    for name in ("name_en", "text_en"):
        if not isinstance(given.get(name, ""), str):
            raise Invalid(f"{code}.{name}", expected="a text or nothing", got=given[name])
    if not given["link"].startswith("https://"):
        raise Invalid(f"{code}.link", expected="an address that begins with https://", got=given["link"])
    touches = given.get("touches")
    if not isinstance(touches, list) or not touches or any(touch not in TOUCHES for touch in map(str, touches)):
        raise Invalid(f"{code}.touches", expected=" | ".join(TOUCHES), got=touches)
    if type(given.get("from_fen", 0)) is not int:
        raise Invalid(f"{code}.from_fen", expected="a sum in fen", got=given["from_fen"])
    days = {name: _day(given.get(name), f"{code}.{name}") for name in ("valid_from", "checked_on")}
    days |= {"valid_to": _day(given["valid_to"], f"{code}.valid_to")} if given.get("valid_to") else {}
    amounts = tuple(_amount(each, code) for each in _listed(given.get("amounts", []), f"{code}.amounts"))
    return LawRow(**{**given, **days, "touches": tuple(touches), "amounts": amounts})


def _amount(one: Any, code: str) -> Amount:
    given = _known(one, Amount, f"{code}.amounts")
    numbers = [given[name] for name in ("least", "most") if name in given]
    if not given.get("what") or given.get("unit") not in UNITS or not numbers:
        expected = f"what it counts, least or most, and a unit of {' | '.join(UNITS)}"
        raise Invalid(f"{code}.amounts", expected=expected, got=one)
    if any(type(number) is not int for number in numbers):
        raise Invalid(f"{code}.amounts", expected="whole numbers", got=one)
    return Amount(**given)


def _listed(given: Any, field: str) -> list[Any]:
    if not isinstance(given, list):
        raise Invalid(field, expected="a list", got=given)
    return given


def _known(one: Any, kind: type[LawRow] | type[Amount], field: str) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    if not isinstance(one, dict) or set(one) - names:
        raise Invalid(field, expected=", ".join(sorted(names)), got=one)
    return dict(one)


def _day(text: Any, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise Invalid(field, expected="a day like 2026-01-31", got=text) from None
