"""When a counter is open: the days on which goods may be brought, by an outlet's opening hours as they are written."""

from datetime import date, datetime, timedelta

from anxin.core.zone import SHANGHAI
from anxin.domain.network.rules import written_hours
from anxin.domain.network.rules.working_hours import DAY_MIN, Week

USUAL = Week.every(dict.fromkeys(range(7), ((9 * 60, 18 * 60),)))


def open_week(written: str) -> Week:
    """Read an outlet's opening hours; what can't be read is the usual week."""
    return written_hours.week(written) or USUAL


def days_open(opens: str, *, now: datetime, closed: frozenset[date], days: int = 7) -> list[tuple[datetime, datetime]]:
    """Return when something may be brought on the next days; hours that are over in less than one are left out."""
    week = open_week(opens)
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    found: dict[date, list[tuple[datetime, datetime]]] = {}
    for day in (midnight + timedelta(days=n) for n in range(-1, days + 1)):
        for begins, ends in week.on(day.date()) if day.date() not in closed else ():
            last = ends - 1 if ends == DAY_MIN else ends  # a day is written until 23:59
            from_at, to_at = day + timedelta(minutes=begins), day + timedelta(minutes=last)
            if to_at - now >= timedelta(hours=1):
                found.setdefault(day.date(), []).append((from_at, to_at))
    return [one for several in list(found.values())[:days] for one in several]
