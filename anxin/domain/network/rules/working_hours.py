"""Working hours: those of a week, or of two in turn, and of one day, as they hold.

They belong to the day on which they begin. A night's end after its midnight: 22:00-6:00 are the minutes 1320 to 1800.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

DAY_MIN = 24 * 60
ODD, EVEN = "odd", "even"
FIRST_ODD = date(2025, 12, 29)
"""A Monday on which an odd week begins: from it on odd and even weeks alternate, also where a year ends."""

type Spans = tuple[tuple[int, int], ...]
"""Hours that begin on one day, from when to when in minutes from its midnight, in order; none on a day off."""


def days_from(today: date, several: int) -> list[date]:
    """Return so many days, today first."""
    return [today + timedelta(days=ahead) for ahead in range(several)]


def weeks_of(day: date) -> str:
    """Return whether a day lies in an odd week or in an even one."""
    return ODD if (day - FIRST_ODD).days // 7 % 2 == 0 else EVEN


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Working hours that begin on a weekday or date, in minutes from its midnight; equal ones are a day off."""

    weekday: int | None
    date: date | None
    from_min: int
    to_min: int
    absent: bool = False
    weeks: str = ""
    """Of which weeks: odd, even, or all of them."""
    employer: UUID | None = None
    """Of an absence: from whom alone he is away; none: from all."""


def hours_on(day: date, rows: Iterable[Hours], houses: Collection[UUID] = ()) -> Spans:
    """Return the hours that begin on a day: an absence wins, then the date's own rows, then the weekday's.

    Asked for `houses` leave from one employer counts where he is away from all of these.
    """
    known = list(rows)
    if away_on(day, known, houses):
        return ()
    own = [one for one in known if one.date == day and not one.absent]
    return _spans(own or _weekly(known, day.weekday(), weeks_of(day)))


def away_on(day: date, rows: Iterable[Hours], houses: Collection[UUID] = ()) -> bool:
    """Return whether somebody is away on a day: from all, or from each of these houses.

    >>> one, off, day = UUID(int=1), {"weekday": None, "from_min": 0, "to_min": 0, "absent": True}, date(2026, 12, 1)
    >>> leave = [Hours(date=day, employer=one, **off)]
    >>> away_on(day, leave, [one]), away_on(day, leave, [one, UUID(int=2)]), away_on(day, leave)
    (True, False, False)
    """
    left = {one.employer for one in rows if one.absent and one.date == day}
    return None in left or (bool(houses) and left.issuperset(houses))


def spans_on(day: date, rows: Iterable[Hours], houses: Collection[UUID] = ()) -> Spans:
    """Return when somebody works on a day, in minutes from its midnight: the rest of last night's hours and its own.

    Last night's end at midnight where he is absent.
    """
    known = list(rows)
    if away_on(day, known, houses):
        return ()
    nights = hours_on(day - timedelta(days=1), known, houses)
    rests = [(max(begins - DAY_MIN, 0), ends - DAY_MIN) for begins, ends in nights if ends > DAY_MIN]
    both = sorted([*rests, *hours_on(day, known, houses)])
    return joined(both) if rests else tuple(both)


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return hours, in order, with those as one that begin where others end."""
    found: list[tuple[int, int]] = []
    for begins, ends in spans:
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return tuple(found)


def without(hours: Spans, taken: Iterable[tuple[int, int]]) -> Spans:
    """Return what is left of hours in which none of the others lie."""
    left = list(hours)
    for begins, ends in taken:
        left = [
            part
            for from_min, to_min in left
            for part in ((from_min, min(to_min, begins)), (max(from_min, ends), to_min))
            if part[0] < part[1]
        ]
    return tuple(left)


def _weekly(rows: Iterable[Hours], weekday: int, weeks: str) -> list[Hours]:
    return [one for one in rows if one.weekday == weekday and one.weeks in ("", weeks)]


def _spans(rows: Iterable[Hours]) -> Spans:
    return tuple(sorted((one.from_min, one.to_min) for one in rows if one.from_min < one.to_min))


@dataclass(frozen=True)
class Week:
    """The hours of a week, or of two in turn: each weekday's in the odd weeks and in the even ones, Monday first."""

    odd: tuple[Spans, ...]
    even: tuple[Spans, ...]

    @classmethod
    def every(cls, days: Mapping[int, Spans]) -> Self:
        """Return the week that has these hours by weekday (0 = Monday), week after week."""
        same = tuple(days.get(weekday, ()) for weekday in range(7))
        return cls(same, same)

    @classmethod
    def of(cls, rows: Iterable[Hours]) -> Self:
        """Return the week that rows say, whatever they say of single dates."""
        known = list(rows)
        odd, even = (tuple(_spans(_weekly(known, day, weeks)) for day in range(7)) for weeks in (ODD, EVEN))
        return cls(odd, even)

    def __bool__(self) -> bool:
        """Return whether there are any hours."""
        return any(self.odd) or any(self.even)

    @property
    def alternates(self) -> bool:
        """Return whether odd weeks differ from even ones."""
        return self.odd != self.even

    def on(self, day: date) -> Spans:
        """Return the hours that begin on a day."""
        return (self.odd if weeks_of(day) == ODD else self.even)[day.weekday()]

    def days(self) -> Iterator[tuple[str, int, Spans]]:
        """Return which weeks (all, odd or even), weekday and hours, those days first that are the same in all."""
        pairs = list(enumerate(zip(self.odd, self.even, strict=True)))
        yield from (("", weekday, odd) for weekday, (odd, even) in pairs if odd == even)
        yield from ((ODD, weekday, odd) for weekday, (odd, even) in pairs if odd != even)
        yield from ((EVEN, weekday, even) for weekday, (odd, even) in pairs if odd != even)


@dataclass(frozen=True, kw_only=True)
class OpenNow:
    """Whether it is open now, and when that changes; never, where it is open day and night."""

    open: bool
    changes_at: datetime | None


def open_now(hours: Week, at: datetime) -> OpenNow:
    """Return how hours stand at a moment of their own place; raises `ValueError` for a week without any."""
    midnight, ahead = at.replace(hour=0, minute=0, second=0, microsecond=0), 15  # a fortnight shows all there is
    days = [midnight + timedelta(days=n) for n in range(-1, ahead + 1)]
    spans = [
        (day + timedelta(minutes=begins), day + timedelta(minutes=ends))
        for day in days
        for begins, ends in hours.on(day.date())
    ]
    if not spans:
        raise ValueError("hours of at least one day expected, got none")
    ends = next((end for begin, end in spans if begin <= at < end), None)
    if ends is None:
        return OpenNow(open=False, changes_at=min(begin for begin, _end in spans if begin > at))
    while later := next((end for begin, end in spans if begin <= ends < end), None):
        ends = later
    return OpenNow(open=True, changes_at=ends if ends < days[-1] else None)
