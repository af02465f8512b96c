"""The weeks of technicians: the one somebody works, and his days ahead."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from anxin.domain.network.models import Engagement, Shift, Technician
from anxin.domain.network.queries.engagements import hours_of, shifts_of
from anxin.domain.network.rules import working_hours
from anxin.domain.network.rules.rosters import absence_for

AHEAD_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day ahead: the hours, whether it differs from his week or he is absent, and why and from whom alone."""

    day: date
    hours: working_hours.Spans
    single: bool
    absent: str
    apart: tuple[tuple[str, str], ...] = ()


def week_of(row: Technician) -> working_hours.Week:
    """Return the week he works (one query)."""
    return working_hours.Week.of(shifts_of(row))


def days_ahead(row: Technician, *, now: datetime, reader: UUID | None = None) -> list[DayView]:
    """Return the next two weeks, day by day, as a house reads them (one query)."""
    return days_ahead_of_each([row], now=now, reader=reader)[0]


def days_ahead_of_each(rows: Sequence[Technician], *, now: datetime, reader: UUID | None = None) -> list[list[DayView]]:
    """Return the next two weeks of each technician, however many they are (one query)."""
    known = [copy(row) for row in rows]  # what is read of them here is not theirs to keep
    prefetch_related_objects(known, Prefetch("shifts", Shift.objects.select_related("absence", "employer")))
    return [_days(one, now, reader) for one in known]


def _days(known: Technician, now: datetime, reader: UUID | None) -> list[DayView]:
    single = {shift.date for shift in known.shifts.all() if shift.date and shift.absence_id is None}
    gone = [shift for shift in known.shifts.all() if shift.absence is not None]
    houses = _houses(known, gone, reader)
    first, rows = timezone.localtime(now).date(), shifts_of(known)
    found = []
    for day in (first + timedelta(days=n) for n in range(AHEAD_DAYS)):
        theirs = [one for one in gone if one.date == day]
        absent = _kind(theirs, reader) if working_hours.away_on(day, rows, houses) else ""
        apart = _apart(theirs) if reader is None and not absent else ()
        hours = hours_of(known, day=day, houses=houses)
        found.append(DayView(day=day, hours=hours, single=day in single, absent=absent, apart=apart))
    return found


def _apart(gone: Sequence[Shift]) -> tuple[tuple[str, str], ...]:
    return tuple((one.absence.kind, one.employer.name) for one in gone if one.absence and one.employer)


def _houses(known: Technician, gone: Sequence[Shift], reader: UUID | None) -> frozenset[UUID]:
    """Return for whom his days are asked: for a house, or where one gave him leave for all he works for (one query)."""
    if reader is not None or not any(one.employer_id for one in gone):
        return frozenset({reader} if reader else ())
    living = Engagement.objects.filter(technician=known, to_at=None)
    return frozenset(living.values_list("outlet__organisation", flat=True))


def _kind(gone: Sequence[Shift], reader: UUID | None) -> str:
    """Return what a house reads of the absences of a day: of those from all first."""
    one = min(gone, key=lambda shift: shift.employer_id is not None).absence
    return absence_for(one.kind, house=one.house_id, reader=reader) if one else ""
