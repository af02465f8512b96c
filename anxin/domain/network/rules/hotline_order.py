"""In which order a brand's hotlines are named to somebody who needs one now."""

from datetime import datetime

from anxin.domain.network.rules import working_hours, written_hours

REPORTS = ("报修", "维修", "售后", "repair", "after-sales")
"""What stands in the purpose of a line that takes reports."""


def place(scope: str, hours: str, now: datetime) -> tuple[bool, bool]:
    """Return where a line stands, the lower first: what is answered at a local time, of these whoever takes reports."""
    week = written_hours.week(hours) if hours else None
    shut = bool(hours) and not (week is not None and working_hours.open_now(week, now).open)
    return shut, not any(word in scope.lower() for word in REPORTS)
