"""When an outlet is open, as schema.org states it: by weekday, and by date where odd weeks differ from even ones."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from anxin.domain.network.rules import written_hours
from anxin.domain.network.rules.working_hours import weeks_of

type Facts = dict[str, Any]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORTNIGHT = 14


def opening_hours(written: str, *, closed_until: date | None, today: date) -> Facts:
    """State opening hours and the closure of today; nothing of hours that can't be read."""
    week = written_hours.week(written)
    if week is None:
        return {}
    weekly: dict[tuple[int, int], list[str]] = {}
    dated: list[Facts] = []
    for weeks, weekday, spans in week.days():
        for one in spans:
            if weeks:
                dated += (_stated(one, day, day) for day in _ahead(today, weekday) if weeks_of(day) == weeks)
            else:
                weekly.setdefault(one, []).append(WEEKDAYS[weekday])
    said = [{**_stated(span), "dayOfWeek": days} for span, days in weekly.items()]
    shut = [_stated((0, 0), today, closed_until)] if closed_until else []
    return {"openingHoursSpecification": [*said, *dated, *shut]}


def _stated(span: tuple[int, int], first: date | None = None, last: date | None = None) -> Facts:
    opens, closes = written_hours.written_span(span).replace("24:00", "23:59").split("-")
    said = {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
    return {**said, "validFrom": first.isoformat(), "validThrough": last.isoformat()} if first and last else said


def _ahead(today: date, weekday: int) -> Iterator[date]:
    days = (today + timedelta(days=n) for n in range(FORTNIGHT))
    return (day for day in days if day.weekday() == weekday)
