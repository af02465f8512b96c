"""The two-hour windows one may ask for: whole hours of Shanghai, today and the two days after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from anxin.core.zone import SHANGHAI
from anxin.faces.ground import dates

FIRST_HOUR, LAST_HOUR, WIDE_H, DAYS = 8, 22, 2, 3
NOTICE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Window:
    """One window as a choice."""

    key: str
    from_at: datetime
    to_at: datetime

    @property
    def name(self) -> str:
        """Write the window's hours."""
        return f"{self.from_at:%H:%M}–{self.to_at:%H:%M}"


def windows(*, now: datetime) -> Iterator[Window]:
    """List the windows that still lie far enough ahead."""
    today = now.astimezone(SHANGHAI).date()
    for day in range(DAYS):
        for hour in range(FIRST_HOUR, LAST_HOUR, WIDE_H):
            start = datetime.combine(today + timedelta(days=day), time(hour), SHANGHAI)
            if start >= now + NOTICE:
                yield Window(key=start.isoformat(), from_at=start, to_at=start + timedelta(hours=WIDE_H))


def window(key: str, *, now: datetime) -> Window | None:
    """Find a window by its key, where it still may be asked for."""
    start = dates.moment(key)
    return next((one for one in windows(now=now) if one.from_at == start), None)
