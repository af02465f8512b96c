"""Calendars: which days are worked, and which are public holidays, as the operator's rows say."""

from anxin.core.calendars.days import (
    MARKS,
    PACKAGE,
    awaited,
    between,
    due_after,
    elapsed,
    forward,
    gaps,
    is_holiday,
    is_working,
    marks,
    seed,
    set_day,
    unset_day,
)
from anxin.core.calendars.models import CalendarDay
