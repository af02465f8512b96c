"""A day as the lanes of a board show it: 08:00 to 22:00 in quarters of an hour."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES, QUARTERS = 8, 22, 56
RIM, MOST = 8, 24
HOURS = tuple(f"{hour:02d}:00" for hour in range(OPENS, CLOSES, 2))


def quarter(at: datetime, day: date) -> int:
    """Count the quarters of an hour from the day's opening: negative before it, 56 and more after its close."""
    local = at.astimezone(SHANGHAI)
    return (local.date() - day).days * 96 + (local.hour - OPENS) * 4 + local.minute // 15


def mark(now: datetime, day: date) -> int:
    """Give the column of this moment, or 0 where the lanes don't show it."""
    at = quarter(now, day)
    return at + 2 if 0 <= at < QUARTERS else 0


def place(from_at: datetime, to_at: datetime, *, day: date) -> tuple[int, int, str]:
    """Give the column a visit begins in, how many it takes, and its time where it begins outside the lanes.

    What begins before they open or after they close stands at their rim, and says when it is.
    """
    begins, ends = quarter(from_at, day), quarter(to_at, day)
    said = f"{from_at.astimezone(SHANGHAI):%H:%M} " if not 0 <= begins < QUARTERS else ""
    start = min(max(begins, 0), QUARTERS - (RIM if said else 1))
    length = max(ends - start, RIM if said else 1)
    return start + 2, min(length, QUARTERS - start, MOST), said
