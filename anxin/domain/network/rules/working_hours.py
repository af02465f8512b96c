"""Working hours: those of a week and of one day, as they hold and as people write them.

They belong to the day on which they begin. A night's end after its midnight: 22:00-6:00 are the minutes 1320 to 1800.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY_MIN = 24 * 60
DAYS_ASKED = 3
"""For how many days a customer may ask for a window, today's among them."""


def days_asked(today: date) -> list[date]:
    """Return the days for which a window may be asked."""
    return [today + timedelta(days=ahead) for ahead in range(DAYS_ASKED)]


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Working hours that begin on a weekday or date, in minutes from its midnight; equal ones are a day off."""

    weekday: int | None
    date: date | None
    from_min: int
    to_min: int
    absent: bool = False


def hours_on(day: date, rows: Iterable[Hours]) -> tuple[int, int] | None:
    """Return the hours of a day: an absence wins, then the date's own row, then the weekday's; None on a day off."""
    known = list(rows)
    if any(one.absent and one.date == day for one in known):
        return None
    row = next((one for one in known if one.date == day), None)
    row = row or next((one for one in known if one.weekday == day.weekday()), None)
    return None if row is None or row.from_min == row.to_min else (row.from_min, row.to_min)


def spans_on(day: date, rows: Iterable[Hours]) -> tuple[tuple[int, int], ...]:
    """Return when somebody works on a day, in minutes from its midnight: the rest of last night's hours and its own.

    Last night's end at midnight where he is absent.
    """
    known = list(rows)
    before, own = hours_on(day - timedelta(days=1), known), hours_on(day, known)
    absent = any(one.absent and one.date == day for one in known)
    if before is None or before[1] <= DAY_MIN or absent:
        return (own,) if own else ()
    rest = before[1] - DAY_MIN
    if own is None:
        return ((0, rest),)
    return ((0, max(rest, own[1])),) if own[0] <= rest else ((0, rest), own)


# What a file of outlets or technicians says.
_DAYS = {sign: str(day) for day, signs in enumerate(("一", "二", "三", "四", "五", "六", "日天"), 1) for sign in signs}
_CLOCK = r"(\d{1,2})(?:[:\uff1a](\d\d))?"
_SPAN = re.compile(rf"^(?:(.*\S)\s+)?{_CLOCK}\s*[-–—~至到]\s*{_CLOCK}$")
_ALL_DAY = re.compile(r"(每天|每日)?\s*(24\s*小时|全天|7\s*[x×*]\s*24|24\s*h)", re.IGNORECASE)
type Week = dict[int, tuple[int, int]]
"""Hours by weekday (0 = Monday), in minutes from midnight."""


def week(written: str) -> Week | None:
    """Read hours as people write them: `1-5 08:00-18:00、周六 9-12`, `22:00-6:00`, `24 小时`; else None."""
    if _ALL_DAY.fullmatch(written.strip()):
        return dict.fromkeys(range(7), (0, DAY_MIN))
    found: Week = {}
    for one in re.split(r"[,\uff0c、;\uff1b\n]", written):
        span = _SPAN.match(one.strip())
        if span is None or not (span[1] or span[3]):
            return None
        from_min, to_min = (int(span[at]) * 60 + int(span[at + 1] or 0) for at in (2, 4))
        ends = to_min + DAY_MIN if to_min < from_min else to_min
        days = {int(day) - 1: (from_min, ends) for day in _weekdays(span[1] or "")}
        if not days or found.keys() & days.keys() or max(from_min, to_min) > DAY_MIN:
            return None
        found |= days
    return found


def written_week(hours: Week) -> str:
    """Write working hours as `12345 08:00-18:00, 6 09:00-12:00`."""
    days: dict[tuple[int, int], str] = {}
    for weekday, span in sorted(hours.items()):
        days[span] = f"{days.get(span, '')}{weekday + 1}"
    return ", ".join(sorted(f"{text} {written_span(span)}" for span, text in days.items()))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether it is open now, and when that changes; never, where it is open day and night."""

    open: bool
    changes_at: datetime | None


def standing(hours: Week, at: datetime) -> Standing:
    """Return how hours stand at a moment of their own place; raises `ValueError` for a week without any."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    spans = []
    for ahead in range(-1, 9):
        day = midnight + timedelta(days=ahead)
        if own := hours.get(day.weekday()):
            spans.append((day + timedelta(minutes=own[0]), day + timedelta(minutes=own[1])))
    if not spans:
        raise ValueError("hours of at least one day expected, got none")
    ends = next((end for begin, end in spans if begin <= at < end), None)
    if ends is None:
        return Standing(open=False, changes_at=min(begin for begin, _end in spans if begin > at))
    while later := next((end for begin, end in spans if begin <= ends < end), None):
        ends = later
    return Standing(open=True, changes_at=ends if ends < midnight + timedelta(days=8) else None)


def span(written: str) -> tuple[int, int] | None:
    """Read the hours of one day, `8:00-12:00` or `休息`; None is a day off. Raises `ValueError` for anything else."""
    plain = written.strip()
    if plain in ("休息", "休", "off", "0"):
        return None
    read = week(f"1 {plain}")
    if read is None or read[0][0] == read[0][1]:
        raise ValueError(f"hours such as 8:00-12:00 expected, got {plain!r}")
    return read[0]


def written_span(hours: tuple[int, int]) -> str:
    """Write the hours of one day as `08:00-12:00`, those of a night as `22:00-06:00`."""
    begins, ends = hours
    clock = "{:02}:{:02}".format
    return f"{clock(*divmod(begins, 60))}-{clock(*divmod(ends - DAY_MIN if ends > DAY_MIN else ends, 60))}"


def _weekdays(written: str) -> str:
    plain = re.sub(r"周|星期|礼拜|\s", "", re.sub(r"^(每天|每日|天天|)$", "1-7", written).replace("工作日", "1-5"))
    plain = "".join(_DAYS.get(sign, sign) for sign in plain)
    plain = re.sub(r"[-–—~至到]", "-", plain)
    if not re.fullmatch(r"[1-7](?:-?[1-7])*", plain):
        return ""
    spans = re.sub(r"([1-7])-([1-7])", lambda span: "".join(map(str, range(int(span[1]), int(span[2]) + 1))), plain)
    return "".join(sorted(set(spans.replace("-", ""))))
