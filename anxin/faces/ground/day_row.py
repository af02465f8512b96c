"""A row of days, each with how it stands, and the windows of the one that is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from django.utils import timezone

from anxin.core import calendars
from anxin.domain.visits.rules import offered_days
from anxin.domain.visits.wording import DAY_STATES, HOLIDAY, TODAY
from anxin.faces.week_words import WEEKDAYS

FIELD = "day"
"""Under which name the open day is sent with a form."""


class Slot(Protocol):
    """A window as a choice."""

    @property
    def key(self) -> str:
        """Return what is sent."""

    @property
    def takes(self) -> int | None:
        """Return how many can come; None where nobody has counted."""


@dataclass(frozen=True, kw_only=True)
class RowDay[Window: Slot]:
    """One day of the row, with the windows in which somebody works; `open` shows them."""

    at: date
    windows: Sequence[Window]
    open: bool = False

    @property
    def state(self) -> str:
        """Return how the day stands."""
        return offered_days.day_state([one.takes for one in self.windows])

    @property
    def says(self) -> str:
        """Say how it stands; that it is a holiday, where nobody works on it."""
        if self.state == "shut" and calendars.is_holiday(self.at):
            return str(HOLIDAY)
        return str(DAY_STATES[self.state])

    @property
    def choosable(self) -> bool:
        """Return whether one of its windows can be chosen."""
        return self.state not in ("shut", "full")

    @property
    def weekday(self) -> str:
        """Write its weekday; today's in that word."""
        return str(TODAY if self.at == timezone.localdate() else WEEKDAYS[self.at.weekday()])

    @property
    def figures(self) -> str:
        """Write it in figures: 11/30."""
        return f"{self.at.month}/{self.at.day}"


def opened[Window: Slot](row: Sequence[RowDay[Window]], *, chosen: str, day: str = "") -> list[RowDay[Window]]:
    """Open the `day` that was sent, else that of the chosen window, else the first in which one can be chosen."""
    may = [one for one in row if one.choosable]
    shown = next((one for one in may if one.at.isoformat() == day), None)
    shown = shown or next((one for one in may if chosen in [window.key for window in one.windows]), None)
    first = next(iter(may), None)
    return [replace(one, open=one is (shown or first)) for one in row]
