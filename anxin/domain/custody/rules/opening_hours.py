"""When a counter is open: an outlet's opening hours as they are written, and the days on which goods may be brought."""

import re
from datetime import date, datetime, time, timedelta

from anxin.core.zone import SHANGHAI

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[–—~\-至到]+\s*(\d{1,2}):(\d{2})")


def open_hours(written: str) -> tuple[time, time]:
    """Read an outlet's opening hours; what can't be read is the usual day."""
    found = _HOURS.search(written)
    if found is None:
        return time(9), time(18)
    from_h, from_min, to_h, to_min = (int(one) for one in found.groups())
    if (to_h, to_min) == (24, 0):
        to_h, to_min = 23, 59
    if max(from_min, to_min) > 59 or not (from_h * 60 + from_min < to_h * 60 + to_min < 24 * 60):
        return time(9), time(18)
    return time(from_h, from_min), time(to_h, to_min)


def days_open(opens: str, *, now: datetime, closed: frozenset[date], days: int = 7) -> list[tuple[datetime, datetime]]:
    """Return the hours of the next days on which something may be brought, today while there is an hour left."""
    begins, ends = open_hours(opens)
    today = now.astimezone(SHANGHAI).date()
    found = []
    for day in (today + timedelta(days=n) for n in range(days + 1)):
        from_at, to_at = (datetime.combine(day, hour, SHANGHAI) for hour in (begins, ends))
        if day not in closed and to_at - now >= timedelta(hours=1):
            found.append((from_at, to_at))
    return found[:days]
