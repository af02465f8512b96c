"""What a row of a file would replace of a technician, and who of its houses a file leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anxin.core import tables
from anxin.core.tables import Value, Values
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.models import Authorisation, Engagement, Technician, Territory
from anxin.domain.network.queries import names
from anxin.domain.network.queries.engagements import shifts_of
from anxin.domain.network.queries.imports.outlets_and_technicians import technician_of
from anxin.domain.network.queries.vouch_rows import RUNNING
from anxin.domain.network.rules import working_hours, written_hours

OVER = date.min
type Left = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """A technician as a row would have him: his hours where they change, until when changed skills count, what he left.

    A skill that ends counts on no day; what he leaves are pairs of outlet and brand.
    """

    technician: Technician
    hours: Sequence[working_hours.Hours] | None
    skills: Mapping[str, date | None]
    left: frozenset[tuple[str, str]]


def replaced(before: Values, after: Values) -> Replaced | None:
    """Return what a row would replace of a technician; None where nobody has its number."""
    row = technician_of(after["number"])
    if row is None:
        return None
    same = before["hours"] == after["hours"]
    return Replaced(
        technician=row,
        hours=None if same else _hours(row, after),
        skills=_skills(before, after),
        left=frozenset(_works(before) - _works(after)),
    )


def _hours(row: Technician, after: Values) -> list[working_hours.Hours]:
    """Return the hours of a new week, with the single days and absences that stay."""
    week = written_hours.week(str(after["hours"])) or working_hours.Week.every({})
    weekly = (
        working_hours.Hours(weekday=weekday, date=None, from_min=begins, to_min=ends, weeks=weeks)
        for weeks, weekday, spans in week.days()
        for begins, ends in spans
    )
    return [*(one for one in shifts_of(row) if one.date is not None), *weekly]


def _skills(before: Values, after: Values) -> dict[str, date | None]:
    held, wanted = (_until(one["skills"]) for one in (before, after))
    ended: dict[str, date | None] = dict.fromkeys(set(held) - set(wanted), OVER)
    return ended | {code: until for code, until in wanted.items() if held.get(code, until) != until}


def _until(written: Value) -> dict[str, date | None]:
    parts = ([*one.split(":"), "", "", ""] for one in _entries(written))
    return {one[0]: date.fromisoformat(one[3]) if one[3] else None for one in parts}


def _works(values: Values) -> set[tuple[str, str]]:
    if "works" in values:
        return {tables.pair(one) for one in _entries(values["works"])}
    return {(one, str(values["brand"])) for one in _entries(values["outlet"])}


def _entries(written: Value) -> list[str]:
    return [one for one in str(written or "").split(", ") if one]


def skill_said(entry: str) -> str:
    """Return one skill of a list as people read it."""
    code, _colon, rest = entry.partition(":")
    return " ".join((str(SKILLS.get(code, code)), *filter(None, rest.split(":"))))


def served_said(entry: str) -> str:
    """Return one `brand:division`, or one division, of a list as people read it."""
    brand, _colon, division = entry.rpartition(":")
    return " ".join(filter(None, (brand, names.served(division) or division)))


def technicians_left_out(rows: Sequence[Values]) -> list[Left]:
    """Return who works where these rows name somebody for that brand, but has no row; with the words that stand."""
    filled = [one for one in rows if one.get("works") or (one.get("outlet") and one.get("brand"))]
    named = set().union(*map(_works, filled))
    numbers = {str(one.get("number")) for one in rows}
    working = Engagement.objects.filter(to_at=None, outlet__code__in={outlet for outlet, _brand in named})
    found = working.filter(technician__person__erased_at=None).order_by("technician__number")
    told = found.values_list("technician__number", "technician__called", "outlet__code", "brand__slug")
    gone = {
        number: called
        for number, called, outlet, brand in told.iterator()
        if (outlet, brand) in named and number not in numbers
    }
    return _with_words("technician", gone, {brand for _outlet, brand in named})


def outlets_left_out(rows: Sequence[Values]) -> list[Left]:
    """Return which outlets serve a brand that these rows name, but have no row; with the words that stand for them."""
    pairs = (str(one["brand"]) if one.get("brand") else one.get("serves") for one in rows)
    brands = {part.partition(":")[0] for one in pairs for part in _entries(one)}
    codes = {str(one.get("code")) for one in rows}
    found = Territory.objects.filter(to_at=None, brand__slug__in=brands).order_by("outlet__code")
    told = found.values_list("outlet__code", "outlet__organisation__name").distinct()
    return _with_words("outlet", {code: name for code, name in told.iterator() if code not in codes}, brands)


def _with_words(kind: str, gone: Mapping[str, str], brands: Iterable[str]) -> list[Left]:
    """Name those who are left out, with the numbers of the words that these brands stand by."""
    rows = Authorisation.objects.filter(kind=kind, brand__slug__in=brands, state__in=RUNNING) if gone else ()
    words: dict[str, list[str]] = {}
    for one in rows:
        words.setdefault(one.code, []).append(one.number)
    return [(code, called, tuple(sorted(words.get(code, ())))) for code, called in gone.items()]
