"""Who stands for whom on a day: of all who can go for the same outlet, brand and goods the database names one."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, FilteredRelation, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Substr

from anxin.domain.network.models import Engagement, Shift
from anxin.domain.network.queries.attestations import between
from anxin.domain.network.rules import working_hours
from anxin.domain.network.rules.working_hours import DAY_MIN

GOES, KNOWN, ABLE = (Value(rank) for rank in "123")
"""How far somebody gets: he works that day, the brand vouches for him, he can do it; the furthest stands for others."""

HOURS = ("hours__weekday", "hours__date", "hours__from_min", "hours__to_min")


def day_parts(day: date, begins: tuple[int, int]) -> dict[str, tuple[date, ...] | tuple[int, ...] | tuple[str, ...]]:
    """Return what is asked of shifts for a day and the hours in which windows begin: the night before comes along.

    `reach`: between which minutes of the day hours count, and counted from the midnight of the day before.
    """
    both = (day - timedelta(days=1), day)
    from_min, until_min = (hour * 60 for hour in begins)
    return {
        "dates": both,
        "weekdays": tuple(one.weekday() for one in both),
        "weeks": tuple(working_hours.weeks_of(one) for one in both),
        "reach": (from_min, until_min, DAY_MIN + from_min, DAY_MIN + until_min),
    }


def working(
    *,
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    weeks: tuple[str, ...],
    reach: tuple[int, ...],
    now: datetime,
) -> QuerySet[Engagement]:
    """Return for whom who works on a day, by hours of it or of the night before that reach into others."""
    hours = FilteredRelation("technician__shifts", condition=_reaching(dates, weekdays, weeks, reach))
    return Engagement.objects.filter(living(now)).annotate(hours=hours).filter(_held(dates, weekdays))


def _reaching(dates: tuple[date, ...], weekdays: tuple[int, ...], weeks: tuple[str, ...], reach: tuple[int, ...]) -> Q:
    """Keep the hours of both days, or of their weekdays, that reach into others."""
    of = "technician__shifts__"
    spans = ((reach[2], reach[3]), (reach[0], reach[1]))
    found = Q()
    for day, weekday, week, (from_min, until_min) in zip(dates, weekdays, weeks, spans, strict=True):
        begins = Q(**{f"{of}date": day}) | Q(**{f"{of}weekday": weekday, f"{of}weeks__in": ("", week)})
        found |= begins & Q(**{f"{of}from_min__lt": until_min, f"{of}to_min__gt": from_min})
    return found


def _held(dates: tuple[date, ...], weekdays: tuple[int, ...]) -> Q:
    """Keep engagements with hours that hold: `working_hours.spans_on` in SQL.

    A date's own go before its weekday's, and an absence, from all or from this employer, ends last night's at midnight.
    """
    found = Q()
    for day, weekday in zip(dates, weekdays, strict=True):
        rows = Shift.objects.filter(date=day, employer=None)
        usual = Q(~Q(technician__in=rows.values("technician")), hours__weekday=weekday)
        absent = rows.filter(absence__isnull=False).values("technician")
        left = {"technician__shifts__date": day, "technician__shifts__employer": F("outlet__organisation")}
        there = ~Q(technician__in=absent) & ~Q(pk__in=Engagement.objects.filter(**left).values("pk"))
        found = (found | Q(hours__date=day) | usual) & there
    return found & Q(hours__from_min__lt=F("hours__to_min"))


def living(now: datetime) -> Q:
    """Keep what is so at a moment."""
    return Q(from_at__lte=now) & (Q(to_at=None) | Q(to_at__gt=now))


def standing_for(
    several_days: bool,
    by_hour: bool,
    /,
    *,
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    weeks: tuple[str, ...],
    reach: tuple[int, ...],
    now: datetime,
    first: date,
    last: date,
) -> "QuerySet[Engagement, str]":
    """Return the numbers of those who stand for all who are engaged: one for each outlet, brand and skill.

    He gets as far as anybody there; `by_hour` as anybody with the same hours. Whether the signatures hold that vouch
    for them is left to who reads them.
    """
    words = (
        between(one, one).filter(code=OuterRef("technician__number"), brand=OuterRef("brand")) for one in (first, last)
    )
    vouched = Engagement.objects.filter(living(now), *map(Exists, list(words)[: 1 + several_days]))
    known = Q(pk__in=vouched.values("pk"))
    goes = known & Q(_held(dates, weekdays), technician__paused_at=None)
    rank = Case(When(goes, then=GOES), When(known, then=KNOWN), default=ABLE)
    until = Q(technician__skills__until_date=None) | Q(technician__skills__until_date__gte=dates[1])
    reaching = _reaching(dates, weekdays, weeks, reach)
    cells = Engagement.objects.filter(living(now)).annotate(
        skill=FilteredRelation("technician__skills", condition=until),
        hours=FilteredRelation("technician__shifts", condition=reaching),
    )
    by = ("outlet", "brand", "skill__code", *(HOURS if by_hour else ()))
    best: Any = cells.order_by().values(*by).annotate(one=Substr(Min(Concat(rank, "technician__number")), 2))
    numbers: QuerySet[Engagement, str] = best.values_list("one", flat=True)
    return numbers
