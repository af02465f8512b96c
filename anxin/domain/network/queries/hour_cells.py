"""Hours as a cell of a file or a field of a form writes them: each reader refuses with the sentence that is shown."""

from anxin.core import tables
from anxin.domain.network.rules import written_hours
from anxin.domain.network.wording.tables import CELLS


def hours(written: str) -> str:
    """Read working hours: `1-5 08:00-18:00`, `周一至周五 8:30-12:00, 13:30-18:00; 单周周六 9-12`."""
    try:
        read = written_hours.read_week(written)
    except ValueError as error:
        raise ValueError(CELLS["hours"].format(part=error)) from None
    return tables.up_to(120)(written_hours.written_week(read))


def day_hours(written: str) -> str:
    """Read the hours of one day, 休息 for a day off; they stay as they were written."""
    try:
        written_hours.read_day(written)
    except ValueError:
        raise ValueError(CELLS["day_hours"]) from None
    return written


def opening(written: str) -> str:
    """Read when an outlet is open; it stays as it was written."""
    hours(written)
    return tables.up_to(120)(written)
