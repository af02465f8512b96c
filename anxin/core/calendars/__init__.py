"""Calendars: which days are worked, and which are public holidays, as the operator's rows say."""

from anxin.core.calendars.days import between, due_after, elapsed, forward, gaps, is_holiday, is_working, seed, set_day
from anxin.core.calendars.models import CalendarDay
