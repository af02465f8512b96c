"""Who works in the field on a day, as it is read."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.domain.goods.models import Product
from anxin.domain.network.models import Engagement, Outlet, Shift, Skill, Technician, Territory
from anxin.domain.network.queries.attestations import (
    brands_covering,
    brands_vouching,
    row_verifies,
    spans_beside,
    vouching,
)
from anxin.domain.network.queries.engagements import days_of
from anxin.domain.network.queries.field_hands import Field, Hand
from anxin.domain.network.queries.stand_ins import day_parts, living, standing_for
from anxin.domain.network.queries.territories import open_on
from anxin.domain.network.rules import working_hours

SAME = ("number", "called", "grade", "lng", "lat")
HOURS = ("weekday", "weeks", "date", "from_min", "to_min", "employer")
MAY_SEE = frozenset({"agent", "dispatcher", "operator", "quality", "finance"})


type Asked = Callable[[Field], Collection[UUID]]


def sees_field(actor: Actor) -> bool:
    """Return whether somebody may see who works where: staff of the operator."""
    return actor.kind == "staff" and bool(actor.roles & MAY_SEE)


def field_of(actor: Actor, *, day: date, now: datetime) -> Field:
    """Return who can go where on a day, for who may see it; empty for everybody else (two queries)."""
    return brief_field(day=day, now=now) if sees_field(actor) else Field(hands=(), territories=())


def whole_field(*, day: date, now: datetime, at: Collection[UUID] | Asked | None = None) -> Field:
    """Return who works on a day, for programs (two queries); `at` leaves out who works for none of these outlets.

    Which ones that are may be asked of who serves which areas.
    """
    areas = _areas(day=day, now=now)
    at = at(areas) if callable(at) else at
    days = days_of(now, day)
    ask = _working if at is None else partial(_workers, at=at)
    before, begins = day - timedelta(days=1), window_hours(now=now)
    hands = ask(
        dates=(before, day),
        weekdays=(before.weekday(), day.weekday()),
        day=day,
        now=now,
        first=min(days),
        last=max(days),
    )
    return replace(areas, hands=tuple(_hand(one, day, days, begins) for one in hands))


def brief_field(*, day: date, now: datetime, by_hour: bool = False, areas: Field | None = None) -> Field:
    """Return who works on a day, of all who can do the same for an outlet and brand one (two queries).

    So `gap` and `reached` say what they say of all, and with `by_hour` `unmanned` too. Where a signature that vouches
    for one of these doesn't hold, or its word isn't for all he can do, all of his outlets are read. `areas` are those
    of the day, where they are known.
    """
    areas = areas or _areas(day=day, now=now)
    days, begins = days_of(now, day), window_hours(now=now)
    first, last = min(days), max(days)
    asked: Any = {**day_parts(day, begins), "day": day, "now": now, "first": first, "last": last}
    rows = _stand_ins(first != last, by_hour, **asked)
    hands = tuple(_hand(one, day, days, begins) for one in rows)
    several = zip(hands, rows, strict=True)
    doubtful = [one for one, row in several if not all(map(row_verifies, row["words"]))] + _in_part(hands)
    at = {outlet for one in doubtful for outlet, _brand in one.homes}
    return replace(areas, hands=hands + (whole_field(day=day, now=now, at=at).hands if at else ()))


def _in_part(hands: Iterable[Hand]) -> list[Hand]:
    """Return those for whom a brand vouches, but not for all that he can do and its goods take (a query, if any)."""
    found = [
        (one, brand, skill)
        for one in hands
        for brand in {brand for _outlet, brand in one.homes} & one.brands
        for skill in one.skills
        if (brand, skill) not in one.vouched
    ]
    goods = set(Product.objects.order_by().values_list("brand", "skill").distinct()) if found else ()
    return [one for one, *pair in found if tuple(pair) in goods]


def _areas(*, day: date, now: datetime) -> Field:
    """Return who serves which areas on a day (one query)."""
    days = days_of(now, day)
    told = _served(day=day, now=now, first=min(days), last=max(days))
    vouched = {(one["id"], brand) for one in told for brand in brands_vouching(one["words"], days=days)}
    areas = [(one, area) for one in told for area in one["areas"]]
    rows = [(one["id"], area["brand"], area["division"], area["kind"]) for one, area in areas]
    rows = [row for row in rows if row[:2] in vouched]
    return Field(
        hands=(),
        territories=tuple((outlet, brand, code) for outlet, brand, code, kind in rows if kind != "apart"),
        kinds={(outlet, brand, code): kind for outlet, brand, code, kind in rows if kind != "shared"},
        brands={area["slug"]: area["name"] for _one, area in areas},
        unvouched=tuple(
            (one["code"], area["brand"], area["division"], area["kind"])
            for one, area in areas
            if (one["id"], area["brand"]) not in vouched
        ),
    )


def window_hours(*, now: datetime) -> tuple[int, int]:
    """Return between which hours of a day windows begin."""
    found = settings.several("network.windows_from_h", "network.windows_until_h", at=now)
    return found["network.windows_from_h"], found["network.windows_until_h"]


@compiled
def _served(*, day: date, now: datetime, first: date, last: date) -> QuerySet[Outlet, dict[str, Any]]:
    """Return the outlets that are open, each with what it serves for whom, and which brands' words there are for it."""
    areas = Territory.objects.filter(living(now), outlet=OuterRef("pk"))
    paths = {"slug": "brand__slug", "name": "brand__name"}
    rows: Any = open_on(Outlet.objects.filter(Exists(areas)), day, outlet="pk")
    told: QuerySet[Outlet, dict[str, Any]] = rows.values(
        *("id", "code"),
        areas=Gathered(areas, "kind", "brand", "division", paths=paths),
        words=vouching("code", first=first, last=last, kind="outlet"),
    )
    return told


def _workers(
    *,
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    day: date,
    now: datetime,
    first: date,
    last: date,
    at: Collection[UUID] | None = None,
) -> QuerySet[Technician, dict[str, Any]]:
    """Return everybody engaged, each with whom for, his skills, his hours of these days and who vouches for him."""
    rows = Technician.objects.filter(Exists(Engagement.objects.filter(living(now), technician=OuterRef("pk"))))
    if at is not None:
        rows = rows.filter(pk__in=Engagement.objects.filter(outlet__in=at).values("technician"))
    wanted: Any = {"dates": dates, "weekdays": weekdays, "day": day, "now": now, "first": first, "last": last}
    return _told(rows, **wanted)


_working = compiled(_workers)


@compiled
def _stand_ins(
    several_days: bool,
    by_hour: bool,
    /,
    *,
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    weeks: tuple[str, ...],
    reach: tuple[int, ...],
    day: date,
    now: datetime,
    first: date,
    last: date,
) -> QuerySet[Technician, dict[str, Any]]:
    """Return the same of those who stand for all."""
    wanted: Any = {"dates": dates, "weekdays": weekdays, "day": day, "now": now, "first": first, "last": last}
    asked: Any = {"dates": dates, "weekdays": weekdays, "weeks": weeks, "reach": reach}
    those = standing_for(several_days, by_hour, **asked, now=now, first=first, last=last)
    return _told(Technician.objects.filter(number__in=those), **wanted)


def _told(
    rows: QuerySet[Technician],
    *,
    dates: tuple[date, ...],
    weekdays: tuple[int, ...],
    day: date,
    now: datetime,
    first: date,
    last: date,
) -> QuerySet[Technician, dict[str, Any]]:
    able = Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=day), technician=OuterRef("pk"))
    told: QuerySet[Technician, dict[str, Any]] = rows.order_by("number").values(
        *("id", *SAME, "paused_at"),
        homes=homes_beside(now),
        able=Gathered(able, "code"),
        week=hours_beside(dates, weekdays),
        words=vouching("number", first=first, last=last),
    )
    return told


def hours_beside(dates: tuple[date, ...], weekdays: tuple[int, ...]) -> Gathered:
    """Return the hours of some days beside each technician."""
    shifts = Shift.objects.filter(Q(date__in=dates) | Q(weekday__in=weekdays), technician=OuterRef("pk"))
    return Gathered(shifts, *HOURS, "absence")


def homes_beside(now: datetime) -> Gathered:
    """Return for which outlets of whom, and brands, each technician works.

    Each outlet is looked up: joined, all there are would be read for each technician.
    """
    homes = Engagement.objects.filter(living(now), technician=OuterRef("pk"))
    house = Subquery(Outlet.objects.filter(pk=OuterRef("outlet")).values("organisation"))
    return Gathered(homes.annotate(house=house), "outlet", "brand", "house")


def hand(one: Mapping[str, Any], *, day: date, now: datetime) -> Hand:
    """Return a technician on a day as a row tells it, without what he can do and who vouches for him."""
    rest: dict[str, Any] = dict.fromkeys(("able", "words"), ())
    return _hand({**one, **rest}, day, days_of(now, day), window_hours(now=now))


def _hand(one: dict[str, Any], day: date, days: Collection[date], begins: tuple[int, int]) -> Hand:
    hours = [
        working_hours.Hours(**{name: each[name] for name in HOURS}, absent=each["absence"] is not None)
        for each in one["week"]
    ]
    homes = {(each["outlet"], each["brand"]): each["house"] for each in one["homes"]}
    words, skills = spans_beside(one["words"]), frozenset(each["code"] for each in one["able"])
    whole = Hand(
        **{name: one[name] for name in ("id", *SAME)},
        paused=one["paused_at"] is not None,
        **_working_for(frozenset(homes.values()), hours, day, begins),
        skills=skills,
        homes=frozenset(homes),
        brands=brands_covering(words, days=days),
        vouched=frozenset((brand, one) for one in skills for brand in brands_covering(words, days=days, skill=one)),
    )
    if not any(each.employer for each in hours):
        return whole
    at = {house: replace(whole, **_working_for((house,), hours, day, begins)) for house in set(homes.values())}
    apart = {home: at[house] for home, house in homes.items()}
    return replace(whole, apart=apart, there=any(each.there for each in at.values()))


def _working_for(
    houses: Collection[UUID], hours: Sequence[working_hours.Hours], day: date, begins: tuple[int, int]
) -> dict[str, Any]:
    """Return the hours he begins on a day for some houses, when he works, and whether while windows begin."""
    from_min, until_min = (hour * 60 for hour in begins)
    spans = working_hours.spans_on(day, hours, houses)
    there = any(a < until_min and b > from_min for a, b in spans)
    return {"hours": working_hours.hours_on(day, hours, houses), "spans": spans, "there": there}
