"""Which hours somebody works for a brand on the days ahead, as far as it is known where."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.compiled_queries import compiled
from anxin.domain.network.models import Engagement, Shift, Skill
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.territories import outlets_for
from anxin.domain.network.rules import working_hours
from anxin.domain.people.models import Organisation

NAMES = ("weekday", "weeks", "date", "from_min", "to_min", "absence")
type Worked = Mapping[date, frozenset[tuple[int, int]]]
"""By day the hours that somebody works, in minutes from midnight."""


def hours_worked(*, brand: Organisation, skill: str, days: Collection[date], now: datetime, code: str = "") -> Worked:
    """Return the hours somebody with a skill works for a brand: at the place of a division, else anywhere.

    At a place absences count; anywhere somebody stands in for who is away (two queries with a place, else one).
    """
    nights = {one - timedelta(days=1) for one in days}  # whose hours may end on one of the days
    asked = tuple(sorted(nights.union(days)))
    week = tuple(sorted({one.weekday() for one in asked}))
    several: dict[UUID | int, list[working_hours.Hours]] = {}
    if code:
        there = Engagement.objects.filter(outlet__in=outlets_for(brand=brand, division=code, now=now))
        rows = _shifts(there, brand=brand.pk, skill=skill, days=asked, week=week, now=now)
        for technician, *row in rows.values_list("technician", *NAMES):
            several.setdefault(technician, []).append(_hours(*row))
    else:
        for number, row in enumerate(_anywhere(brand=brand.pk, skill=skill, days=asked, week=week, now=now)):
            several[number] = [_hours(*row)]
    return {
        day: frozenset(span for one in several.values() for span in working_hours.spans_on(day, one)) for day in days
    }


def _shifts(
    engaged: QuerySet[Engagement],
    *,
    brand: UUID,
    skill: str,
    days: tuple[date, ...],
    week: tuple[int, ...],
    now: datetime,
) -> QuerySet[Shift]:
    living = living_now(engaged.filter(brand=brand, technician__paused_at=None), now)
    able = Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=days[0]), code=skill)
    rows = Shift.objects.filter(technician__in=living.values("technician"))
    rows = rows.filter(technician__in=able.values("technician"))
    return rows.filter(Q(date__in=days) | Q(weekday__in=week))


@compiled
def _anywhere(
    *, brand: UUID, skill: str, days: tuple[date, ...], week: tuple[int, ...], now: datetime
) -> QuerySet[Shift, tuple[Any, ...]]:
    rows = _shifts(Engagement.objects.all(), brand=brand, skill=skill, days=days, week=week, now=now)
    return rows.filter(absence=None).values_list(*NAMES).distinct()


def _hours(
    weekday: int | None, weeks: str, on: date | None, from_min: int, to_min: int, absence: UUID | None
) -> working_hours.Hours:
    return working_hours.Hours(
        weekday=weekday, weeks=weeks, date=on, from_min=from_min, to_min=to_min, absent=absence is not None
    )
