"""What is decided about the warranty: whether something bought on a day is in it, until when, and why."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

UNPROVED = "unproved"
"""In warranty by a day that somebody said, and nobody has seen proved."""


@dataclass(frozen=True, kw_only=True)
class WarrantyTermThen:
    """A warranty term as it stood on the day of purchase."""

    months: int
    title: str
    clause: str
    excludes: str
    source: str
    title_en: str = ""
    clause_en: str = ""
    excludes_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Warranty:
    """Whether a device is in warranty, until when; `why` is a code, `term` what it rests on."""

    covered: bool
    until: date | None
    why: str
    term: WarrantyTermThen | None = None

    @property
    def unproved(self) -> bool:
        """Return whether it would be in warranty once the day was proved."""
        return self.why == UNPROVED


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def warranty(*, bought_date: date | None, term: WarrantyTermThen | None, on: date, proved: bool = True) -> Warranty:
    """Return whether a device bought on a day is covered today, and why (the last day still counts).

    A day that nobody `proved` covers nothing: until when it would is told, and that a proof of purchase is wanted.
    """
    if term is None:
        return Warranty(covered=False, until=None, why="no_term")
    if bought_date is None:
        return Warranty(covered=False, until=None, why="no_purchase_date", term=term)
    if bought_date > on:
        return Warranty(covered=False, until=None, why="bought_in_future", term=term)
    until = months_after(bought_date, term.months)
    if on > until:
        return Warranty(covered=False, until=until, why="term_over", term=term)
    return Warranty(covered=proved, until=until, why="in_term" if proved else UNPROVED, term=term)
