"""The weeks of technicians: the one somebody works, and his days ahead."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from anxin.domain.network.models import Shift, Technician
from anxin.domain.network.queries.engagements import hours_of, shifts_of
from anxin.domain.network.rules import working_hours
from anxin.domain.network.rules.rosters import absence_for

AHEAD_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day ahead: the hours, and whether it differs from his week or he is absent."""

    day: date
    hours: working_hours.Spans
    single: bool
    absent: str


def week_of(row: Technician) -> working_hours.Week:
    """Return the week he works (one query)."""
    return working_hours.Week.of(shifts_of(row))


def days_ahead(row: Technician, *, now: datetime, reader: UUID | None = None) -> list[DayView]:
    """Return the next two weeks, day by day, as a house reads them (one query)."""
    return days_ahead_of_each([row], now=now, reader=reader)[0]


def days_ahead_of_each(rows: Sequence[Technician], *, now: datetime, reader: UUID | None = None) -> list[list[DayView]]:
    """Return the next two weeks of each technician, however many they are (one query)."""
    known = [copy(row) for row in rows]  # what is read of them here is not theirs to keep
    prefetch_related_objects(known, Prefetch("shifts", Shift.objects.select_related("absence")))
    return [_days(one, now, reader) for one in known]


def _days(known: Technician, now: datetime, reader: UUID | None) -> list[DayView]:
    single = {shift.date for shift in known.shifts.all() if shift.date and shift.absence_id is None}
    gone = ((shift.date, shift.absence) for shift in known.shifts.all() if shift.absence is not None)
    away = {day: absence_for(one.kind, house=one.house_id, reader=reader) for day, one in gone}
    first = timezone.localtime(now).date()
    ahead = (first + timedelta(days=n) for n in range(AHEAD_DAYS))
    return [
        DayView(day=day, hours=hours_of(known, day=day), single=day in single, absent=away.get(day, ""))
        for day in ahead
    ]
