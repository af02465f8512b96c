"""The windows that a command may ask to choose from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class Free(Protocol):
    """A window with how many are free in it."""

    @property
    def from_at(self) -> datetime:
        """Return its beginning."""

    @property
    def to_at(self) -> datetime:
        """Return its end."""

    @property
    def free(self) -> int:
        """Return how many can come then."""


@dataclass(frozen=True, kw_only=True)
class Windows[Row]:
    """Where the windows of a table's commands come from: those of a day, the days to choose from, the first to look at.

    Another day than those can be looked at, too.
    """

    of: Callable[[Row, date, datetime], Sequence[Free]]
    first: Callable[[Row, datetime], date]
    days: Callable[[Row, datetime], Sequence[date]]
