"""In which order a brand's hotlines stand: those that are answered now first, of these whoever takes reports."""

from collections.abc import Iterable
from datetime import datetime

from anxin.domain.network.queries import HotlineView
from anxin.faces.words import is_open

REPORTS = ("报修", "维修", "售后", "repair", "after-sales")
"""What stands in the purpose of a line that takes reports."""


def answered_first(lines: Iterable[HotlineView], *, now: datetime) -> list[HotlineView]:
    """Return hotlines brand by brand, what can be rung now first."""

    def place(one: HotlineView) -> tuple[str, bool, bool]:
        takes = any(word in one.scope.lower() for word in REPORTS)
        return one.brand, bool(one.hours) and not is_open(one.hours, now), not takes

    return sorted(lines, key=place)
