"""Working days: rows of the operator, seeded from a package; a year without rows has plain weekends.

A working day counts with its 24 hours, from midnight to midnight in Shanghai: five working days from Wednesday
14:00 end on the next Wednesday at 14:00, and what begins on a day of rest begins at the next working midnight.
On the calendar `holiday` every day counts so but public holidays: the days off around one that no weekend gives.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib.metadata import version

import chinese_calendar
from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.core.calendars.models import CalendarDay
from anxin.core.timeline import StreamKey, write
from anxin.core.zone import SHANGHAI

ONE_DAY = timedelta(days=1)
SATURDAY = 5
PACKAGE = f"chinesecalendar {version('chinesecalendar')}"
FARTHEST_DAYS = 3660
ANNOUNCED = 11
"""From this month on the State Council's list of the next year is out."""
MARKS = ((1, 1), (10, 1))
"""Days off of every year: its first, and National Day."""
AROUND = 10 * ONE_DAY
"""A public holiday with its weekends is no longer."""


def is_working(day: date) -> bool:
    """Return whether a day is worked."""
    row = CalendarDay.objects.filter(day=day).first()
    return row.works if row else day.weekday() < SATURDAY


def is_holiday(day: date, works: Callable[[date], bool] = is_working) -> bool:
    """Return whether a day lies in a run of days off that is more than a weekend."""
    if works(day):
        return False
    run = [day]
    for step in (ONE_DAY, -ONE_DAY):
        near = day + step
        while not works(near):
            run.append(near)
            near += step
    return any(one.weekday() < SATURDAY for one in run)


def due_after(start: datetime, length: timedelta, calendar: str = "working") -> datetime:
    """Return the moment at which so much time of a calendar has passed."""
    at, left = start, length
    works = _known(start, start + length * 2 + 40 * ONE_DAY, calendar)
    for _day in range(FARTHEST_DAYS):
        midnight = _next_midnight(at)
        if works(at):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight
    raise ValueError(f"working time: expected at most {FARTHEST_DAYS} days ahead, got {length}")


def between(start: datetime, end: datetime, calendar: str = "working") -> timedelta:
    """Return how much time of a calendar lies between two moments."""
    at, found = start, timedelta()
    works = _known(start, end, calendar)
    while at < end:
        midnight = min(_next_midnight(at), end)
        if works(at):
            found += midnight - at
        at = midnight
    return found


def forward(calendar: str, start: datetime, by: timedelta) -> datetime:
    """Go forward on a calendar: `working`, `holiday` or `always`."""
    return start + by if calendar == "always" else due_after(start, by, calendar)


def elapsed(calendar: str, start: datetime, end: datetime) -> timedelta:
    """Return the time between two moments on a calendar."""
    return end - start if calendar == "always" else between(start, end, calendar)


def awaited(now: datetime) -> list[int]:
    """Return the years whose days off should be known: this one, and from November on the next."""
    today = now.astimezone(SHANGHAI).date()
    return [today.year] + ([today.year + 1] if today.month >= ANNOUNCED else [])


def marks(year: int) -> QuerySet[CalendarDay]:
    """Return the rows by which a year is known, as many as `MARKS`: every announced list has these days."""
    return CalendarDay.objects.filter(day__in=[date(year, month, day) for month, day in MARKS])


def gaps(now: datetime) -> list[int]:
    """Return the awaited years for which the calendar knows only weekends, whatever single days were entered."""
    return [year for year in awaited(now) if marks(year).count() < len(MARKS)]


def seed(year: int) -> int:
    """Write a year's days from the package where it knows them, but for those an operator wrote; give how many."""
    kept = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    days = [date(year, 1, 1) + ONE_DAY * offset for offset in range(366)]
    try:
        rows = [
            CalendarDay(day=day, works=chinese_calendar.is_workday(day), source=PACKAGE)
            for day in days
            if day.year == year and day not in kept
        ]
    except NotImplementedError:
        return 0
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def set_day(day: date, *, works: bool, source: str, by: Actor, now: datetime) -> None:
    """Let the operator say that a day is worked or not, and where that is written."""
    CalendarDay.objects.update_or_create(day=day, defaults={"works": works, "source": source[:64]})
    told = {"day": day.isoformat(), "works": works}
    write(StreamKey("calendar", str(day.year)), "core.calendar_changed", by=by, now=now, facts=told)


def unset_day(day: date, *, by: Actor, now: datetime) -> None:
    """Let a day be as its weekday says again: what the operator said of it was taken back."""
    CalendarDay.objects.filter(day=day).delete()
    told = {"day": day.isoformat(), "works": day.weekday() < SATURDAY}
    write(StreamKey("calendar", str(day.year)), "core.calendar_changed", by=by, now=now, facts=told)


def _known(start: datetime, end: datetime, calendar: str) -> Callable[[datetime], bool]:
    """Read the rows of a stretch of days, and of those around it, at once; a day beyond is asked for by itself."""
    days = [start.astimezone(SHANGHAI).date() - AROUND, end.astimezone(SHANGHAI).date() + AROUND]
    rows = dict(CalendarDay.objects.filter(day__range=days).values_list("day", "works"))

    def works(day: date) -> bool:
        return rows.get(day, day.weekday() < SATURDAY) if days[0] <= day <= days[1] else is_working(day)

    def counts(at: datetime) -> bool:
        day = at.astimezone(SHANGHAI).date()
        return not is_holiday(day, works) if calendar == "holiday" else works(day)

    return counts


def _next_midnight(at: datetime) -> datetime:
    day = at.astimezone(SHANGHAI).date() + ONE_DAY
    return datetime.combine(day, time.min, SHANGHAI).astimezone(at.tzinfo)
