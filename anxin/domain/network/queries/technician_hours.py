"""Which hours somebody works for a brand on the days ahead, as far as it is known where."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from anxin.core.compiled_queries import compiled
from anxin.domain.network.models import BrandHours, Engagement, Shift, Skill
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.territories import outlets_for
from anxin.domain.network.rules import working_hours
from anxin.domain.people.models import Organisation

KEY = ("weekday", "weeks", "date", "from_min", "to_min")
NAMES = (*KEY, "absence", "employer")
HOUSE = "technician__engagements__outlet__organisation"
KEPT = ("brand_id", "skill", *KEY)
type Worked = Mapping[date, frozenset[tuple[int, int]]]
"""By day the hours that somebody works, in minutes from midnight."""


def hours_worked(*, brand: Organisation, skill: str, days: Collection[date], now: datetime, code: str = "") -> Worked:
    """Return the hours somebody with a skill works for a brand: at the place of a division, else anywhere.

    At a place absences count; anywhere somebody stands in for who is away. Two queries with a place; else one over the
    hours that are kept, and one more for each whose technician works them no longer, until the next sweep.
    """
    nights = {one - timedelta(days=1) for one in days}  # whose hours may end on one of the days
    asked = tuple(sorted(nights.union(days)))
    week = tuple(sorted({one.weekday() for one in asked}))
    if code:
        there = Engagement.objects.filter(outlet__in=outlets_for(brand=brand, division=code, now=now))
        several = _at(there, brand=brand.pk, skill=skill, days=asked, week=week, now=now)
    else:
        found = _anywhere(brand=brand.pk, skill=skill, days=asked, week=week, now=now)
        several = [((), [one]) for one in found]
    return {
        day: frozenset(span for houses, one in several for span in working_hours.spans_on(day, one, houses))
        for day in days
    }


def _at(
    there: QuerySet[Engagement],
    *,
    brand: UUID,
    skill: str,
    days: tuple[date, ...],
    week: tuple[int, ...],
    now: datetime,
) -> list[tuple[tuple[UUID, ...], list[working_hours.Hours]]]:
    """Return the hours of each who is engaged there, for each house he works for there."""
    rows = _shifts(there, brand=brand, skill=skill, days=days, week=week, now=now)
    works = rows.filter(technician__engagements__in=_working(there, brand, now))
    his: dict[tuple[UUID, UUID], list[working_hours.Hours]] = {}
    for technician, house, *row in works.values_list("technician", HOUSE, *NAMES):
        his.setdefault((technician, house), []).append(_hours(*row))
    return [((house,), one) for (_technician, house), one in his.items()]


def _working(engaged: QuerySet[Engagement], brand: UUID, now: datetime) -> QuerySet[Engagement]:
    return living_now(engaged.filter(brand=brand, technician__paused_at=None), now)


def _shifts(
    engaged: QuerySet[Engagement],
    *,
    brand: UUID,
    skill: str,
    days: tuple[date, ...],
    week: tuple[int, ...],
    now: datetime,
) -> QuerySet[Shift]:
    living = _working(engaged, brand, now)
    able = Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=days[0]), code=skill)
    rows = Shift.objects.filter(technician__in=living.values("technician"))
    rows = rows.filter(technician__in=able.values("technician"))
    return rows.filter(Q(date__in=days) | Q(weekday__in=week))


def _anywhere(
    *, brand: UUID, skill: str, days: tuple[date, ...], week: tuple[int, ...], now: datetime
) -> list[working_hours.Hours]:
    """Return the hours that are kept of a brand and that somebody works still."""
    found: list[working_hours.Hours] = []
    lost: list[working_hours.Hours] = []
    for *key, held in _kept(brand=brand, skill=skill, days=days, week=week, now=now):
        (found if held else lost).append(_hours(*key))
    if lost:
        rows = _shifts(Engagement.objects.all(), brand=brand, skill=skill, days=days, week=week, now=now)
        rows = rows.filter(absence=None)
        found += [one for one in lost if rows.filter(**{name: getattr(one, name) for name in KEY}).exists()]
    return found


@compiled
def _kept(
    *, brand: UUID, skill: str, days: tuple[date, ...], week: tuple[int, ...], now: datetime
) -> QuerySet[BrandHours, tuple[Any, ...]]:
    """Return the hours kept of a brand on these days, each with whether the one who works them still does."""
    his = {"technician": OuterRef("technician")}
    living = living_now(Engagement.objects.filter(brand=brand, technician__paused_at=None, **his), now)
    able = Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=days[0]), code=skill, **his)
    same = {name: OuterRef(name) for name in ("weeks", "from_min", "to_min")}
    on = Q(weekday=OuterRef("weekday")) | Q(date=OuterRef("date"))
    works = Shift.objects.filter(on, absence=None, **same, **his)
    rows = BrandHours.objects.filter(Q(date__in=days) | Q(weekday__in=week), brand=brand, skill=skill)
    held = Exists(living) & Exists(able) & Exists(works)
    return rows.order_by("id").annotate(held=held).values_list(*KEY, "held")


def hours_of(engaged: QuerySet[Engagement], *, since: date | None = None) -> dict[tuple[Any, ...], str]:
    """Return by brand, skill and hours the least number of who is engaged and not paused (one query).

    `since` leaves out skills that ended before a day, and hours of days before it.
    """
    path = "technician__shifts__"
    on, valid = Q(**{f"{path}absence": None, f"{path}from_min__isnull": False}), Q(technician__skills__isnull=False)
    if since:
        on &= Q(**{f"{path}date": None}) | Q(**{f"{path}date__gte": since})
        valid &= Q(technician__skills__until_date=None) | Q(technician__skills__until_date__gte=since)
    key = ("brand", "technician__skills__code", *(f"{path}{name}" for name in KEY))
    rows = engaged.filter(technician__paused_at=None).filter(on).filter(valid).values_list(*key).order_by(*key)
    return {tuple(told): number for *told, number in rows.annotate(one=Min("technician__number"))}


def _hours(
    weekday: int | None,
    weeks: str,
    on: date | None,
    from_min: int,
    to_min: int,
    absence: UUID | None = None,
    employer: UUID | None = None,
) -> working_hours.Hours:
    return working_hours.Hours(
        weekday=weekday,
        weeks=weeks,
        date=on,
        from_min=from_min,
        to_min=to_min,
        absent=absence is not None,
        employer=employer,
    )
