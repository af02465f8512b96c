"""On which days several are away at once."""

from collections.abc import Iterable
from datetime import date

type Days = tuple[date, date | None]
"""The first day and the last; None where nobody has said which is."""


def in_all(spans: Iterable[Days], *, today: date) -> Days | None:
    """Return the days from today on that lie in all of some spans; None where there is no such day."""
    several = list(spans)
    first = max([today, *(begins for begins, _last in several)])
    last = min((one for _begins, one in several if one is not None), default=None)
    return None if last is not None and last < first else (first, last)
