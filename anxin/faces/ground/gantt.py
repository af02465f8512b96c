"""A day as the lanes of a board show it, in quarters of an hour: as long as its shifts, its visits and now."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from anxin.core.zone import SHANGHAI

USUAL = (8, 20)  # hours of a day on which nobody has a shift
LATEST = 28  # the style sheet has columns up to four in the morning after
RIM = 8  # quarters that a visit takes which began before the lanes do


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The hours that the lanes of a day show: both even, after midnight counted on from 24."""

    day: date
    opens: int
    closes: int

    @property
    def hours(self) -> int:
        """Count the hours."""
        return self.closes - self.opens

    @property
    def names(self) -> tuple[str, ...]:
        """Name every second hour."""
        return tuple(f"{hour % 24:02d}:00" for hour in range(self.opens, self.closes, 2))

    def quarter(self, at: datetime) -> int:
        """Count the quarters of an hour from where the lanes begin: negative before it."""
        return math.floor((_hour(at, self.day) - self.opens) * 4)

    def mark(self, now: datetime) -> int:
        """Return the column of this moment, or 0 where the lanes don't show it."""
        at = self.quarter(now)
        return at + 2 if 0 <= at < self.hours * 4 else 0

    def place(self, from_at: datetime, to_at: datetime) -> tuple[int, int, str]:
        """Return the column a visit begins in, how many it takes, and its time where it begins outside the lanes."""
        begins, ends, last = self.quarter(from_at), self.quarter(to_at), self.hours * 4
        said = f"{from_at.astimezone(SHANGHAI):%H:%M} " if not 0 <= begins < last else ""
        start = min(max(begins, 0), last - (RIM if said else 1))
        return start + 2, min(max(ends - start, RIM if said else 1), last - start), said


def axis(
    day: date,
    *,
    shifts: Iterable[tuple[int, int]],
    visits: Iterable[tuple[datetime, datetime]],
    now: datetime,
) -> Axis:
    """Return the hours of a day: its shifts (minutes from midnight), its visits whole, and now where that is today.

    A shift around the clock says nothing of when a day is worked: it would leave the lanes to an empty night.
    """
    said = [(start, end) for start, end in shifts if end - start < 24 * 60]
    begins = [start / 60 for start, _end in said]
    ends = [end / 60 for _start, end in said]
    for from_at, to_at in visits:
        begins.append(_hour(from_at, day))
        ends.append(_hour(to_at, day))
    if now.astimezone(SHANGHAI).date() == day:
        begins.append(_hour(now, day))
        ends.append(_hour(now, day) + 0.25)
    opens = max(math.floor(min(begins, default=USUAL[0]) / 2) * 2, 0)
    closes = min(math.ceil(max(ends, default=USUAL[1]) / 2) * 2, LATEST)
    return Axis(day=day, opens=min(opens, USUAL[0]), closes=max(closes, USUAL[1]))


def _hour(at: datetime, day: date) -> float:
    local = at.astimezone(SHANGHAI)
    return (local.date() - day).days * 24 + local.hour + local.minute / 60
