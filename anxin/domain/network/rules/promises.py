"""Which of the promises that are published counts for a case, and what may be published."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from anxin.core.errors import Invalid
from anxin.domain.network.rules.working_hours import DAY_MIN, Spans
from anxin.domain.places.rules import bare

AHEAD = timedelta(days=7)
"""So long before it begins customers can read a promise."""
_HOURS = re.compile(r"(\d{1,2})(?:[:\uff1a](\d\d))?\s*[-–—~至到]\s*(\d{1,2})(?:[:\uff1a](\d\d))?")


class TooSoon(Invalid):
    """Customers could not read a promise long enough before it counts."""

    code = "network.too_soon"


class EndsBefore(Invalid):
    """A promise would end before it begins."""

    code = "network.ends_before"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A promise as its publisher says it: how fast, where, for what, when. Hours are minutes from midnight."""

    name: str = ""
    acknowledge_min: int = 5
    assign_min: int = 30
    call_min: int = 30
    division: str = ""
    category: str = ""
    product: str = ""
    urgent: bool = False
    days: str = ""
    hours: tuple[int, int] | None = None
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseQuery:
    """What a promise is looked for: a place, goods, whether it presses, and the moment as a calendar shows it.

    `works`: whether its day is worked on; `worked`: whether the day before was, whose night may still go on.
    """

    division: str
    category: str
    product: str
    urgent: bool
    minute: int
    works: bool
    worked: bool = True


def fits(terms: Terms, asked: PromiseQuery) -> bool:
    """Return whether a promise speaks of a case."""
    return (
        asked.division.startswith(bare(terms.division))
        and terms.category in ("", asked.category)
        and terms.product in ("", asked.product)
        and (asked.urgent or not terms.urgent)
        and terms.days in ("", "workdays" if _is_worked(terms.hours, asked) else "days_off")
        and (terms.hours is None or within(terms.hours, asked.minute))
    )


def _is_worked(hours: tuple[int, int] | None, asked: PromiseQuery) -> bool:
    """Return whether the day is worked on that a moment belongs to: after midnight a night's is the day before."""
    of_last_night = hours is not None and hours[0] > hours[1] and asked.minute < hours[1]
    return asked.worked if of_last_night else asked.works


def within(hours: tuple[int, int], minute: int) -> bool:
    """Return whether a minute of the day lies in hours that may go over midnight."""
    begins, ends = hours
    return begins <= minute < ends if begins <= ends else minute >= begins or minute < ends


def closeness(terms: Terms, *, of_brand: bool) -> tuple[object, ...]:
    """Return how close a promise is: what presses, then place and goods, then the narrower time."""
    return (
        terms.urgent,
        bool(terms.product),
        len(bare(terms.division)),
        bool(terms.category),
        of_brand,
        terms.to_date is not None,
        bool(terms.days),
        terms.hours is not None,
    )


def begins_on(terms: Terms, *, today: date, at_once: bool) -> date:
    """Return from which day a promise counts.

    Customers can read it seven days before; what nobody could rely on yet is changed `at_once`.
    """
    return terms.from_date or (today if at_once else today + AHEAD)


def day_faults(terms: Terms, *, today: date, at_once: bool) -> list[Invalid]:
    """Return why its days can't be, by the field: `TooSoon`, `EndsBefore`."""
    first, begins = today if at_once else today + AHEAD, begins_on(terms, today=today, at_once=at_once)
    found: list[Invalid] = []
    if begins < first:
        day = first.isoformat()
        found.append(TooSoon("from_date", expected=day, got=begins.isoformat(), facts={"first_date": day}))
    if terms.to_date is not None and terms.to_date < begins:
        found.append(EndsBefore("to_date", expected=begins.isoformat(), got=terms.to_date.isoformat()))
    return found


def spans(hours: tuple[int, int]) -> Spans:
    """Return hours that may go over midnight as parts of one day."""
    begins, ends = hours
    return ((begins, ends),) if begins < ends else ((0, ends), (begins, DAY_MIN))


def hours(written: str) -> tuple[int, int]:
    """Read hours of the day, `22:00-6:00`, over midnight too; raises `ValueError` for anything else."""
    read = _HOURS.fullmatch(written.strip())
    begins, ends = (int(read[at]) * 60 + int(read[at + 1] or 0) for at in (1, 3)) if read else (0, 0)
    if begins == ends or max(begins, ends) > DAY_MIN:
        raise ValueError(f"hours such as 22:00-6:00 expected, got {written!r}")
    return begins, ends
