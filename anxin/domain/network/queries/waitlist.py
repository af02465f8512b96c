"""Where nobody goes yet, and who waits there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.network.models import Outlet, Technician, Territory, Waiting
from anxin.domain.network.queries.engagements import has_skill, technicians_by_day, works
from anxin.domain.network.queries.field_hands import Field
from anxin.domain.network.queries.field_work import whole_field, window_hours
from anxin.domain.network.queries.offered_days import days_asked
from anxin.domain.network.queries.territories import serves_soon, serving_by_day
from anxin.domain.network.rules.situation import WaitingSituation
from anxin.domain.network.states import WAITS
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import PersonView

MOST, AT_ONCE = 500, 500
_OPEN: list[Callable[[], QuerySet[Organisation, Any]]] = []


def declare_open(opened: Callable[[], QuerySet[Organisation, Any]]) -> None:
    """Say which brands serve the public: nobody is told to report to one that takes nothing in."""
    _OPEN[:] = [opened]


def of_open_brands() -> QuerySet[Waiting]:
    """Return the entries for brands that serve the public."""
    return Waiting.objects.filter(brand__in=_OPEN[0]()) if _OPEN else Waiting.objects.none()


def waiting_for(brand: Organisation) -> QuerySet[Waiting, UUID]:
    """Return the entries that still wait for a brand, oldest first."""
    return Waiting.objects.filter(brand=brand, state__in=WAITS).order_by("created_at").values_list("pk", flat=True)


class NoSuchEntry(Missing):
    """There is no such entry of the waiting list, or not for this actor."""

    code = "network.no_such_entry"


@dataclass(frozen=True, kw_only=True)
class WaitingView:
    """One entry of the waiting list, masked; `goods` is empty for any of the brand."""

    number: str
    brand: str
    goods: str
    division: str
    state: str
    person: PersonView
    at: datetime
    beside: int
    for_window: bool
    asked_at: datetime | None


def service_at(*, brand: Organisation, code: str, outside: bool, now: datetime) -> str:
    """Return whether somebody can be sent to a place for a brand on one of the days for which windows are asked.

    It is served, uncovered, or outside the mainland.

    A brand that has never told who serves where is dispatched by hand: nothing is refused for it. Where the last area
    has ended, nobody goes any more.
    """
    if outside:
        return "outside"
    if serves_soon(brand=brand, division=code, now=now):
        return "served"
    return "uncovered" if _told(brand, now) else "served"


def _told(brand: Organisation, now: datetime) -> bool:
    return Territory.objects.filter(brand=brand, from_at__lte=now).exists()


def skills_for(brand: Organisation, category: str) -> list[str]:
    """Return what it takes to repair a brand's goods of a category, or any of them (one query)."""
    rows = Product.objects.filter(brand=brand)
    rows = rows.filter(category=category) if category else rows
    return list(rows.order_by().values_list("skill", flat=True).distinct())


def nobody_comes(*, brand: Organisation, skills: Sequence[str], code: str, outside: bool, now: datetime) -> str:
    """Return why nobody comes to a place on the days for which windows are offered; empty where somebody does.

    The reasons are outside, uncovered, nobody_able (nobody there can do it and is vouched for) and nobody_works. A
    brand that is dispatched by hand has somebody everywhere (six queries at most, however many days there are).
    """
    found = service_at(brand=brand, code=code, outside=outside, now=now)
    if found != "served":
        return found
    outlets = _outlets_by_day(brand, code, now)
    if not any(outlets.values()):
        return "nobody_works" if _told(brand, now) else ""
    able, hours = _able(brand, skills, outlets, now), window_hours(now=now)
    for day, technician, outlet in able:
        if technician.paused_at is None and works(technician, day, hours, houses=(outlet.organisation_id,)):
            return ""
    return "nobody_works" if able else "nobody_able"


def nobody_may_come(*, brand: Organisation, skills: Sequence[str], code: str, outside: bool, now: datetime) -> str:
    """Return why nobody may be sent to a place on the days ahead, whoever works on them; empty where somebody may.

    The reasons are outside, uncovered and nobody_able: nobody who can do it is vouched for, of a brand that is
    dispatched by hand nobody at all.
    """
    if outside:
        return "outside"
    outlets = _outlets_by_day(brand, code, now)
    if not any(outlets.values()) and _told(brand, now):
        return "uncovered"
    return "" if _able(brand, skills, outlets, now) else "nobody_able"


def _outlets_by_day(brand: Organisation, code: str, now: datetime) -> dict[date, set[Outlet]]:
    days = days_asked(brand=brand.pk, now=now)
    there = serving_by_day(brand=brand, division=code, days=days, now=now)
    return {day: {one for several in tiers for one in several} for day, tiers in there.items()}


def _able(
    brand: Organisation, skills: Sequence[str], outlets: Mapping[date, Collection[Outlet]], now: datetime
) -> list[tuple[date, Technician, Outlet]]:
    """Return who has one of some skills and is vouched for, by day and for whom: at these outlets, else at any."""
    everywhere = list(set().union(*outlets.values())) or None
    people = technicians_by_day(outlets=everywhere, brand=brand, now=now, days=list(outlets), paused=True)
    return [
        (day, technician, outlet)
        for day, several in people.items()
        for technician, outlet in several
        if (everywhere is None or outlet in outlets[day]) and any(has_skill(technician, one, day=day) for one in skills)
    ]


def _field_around(places: Sequence[tuple[UUID, str, str]], *, day: date, now: datetime) -> Field:
    """Return who works on a day for the outlets that are asked for some places, and nobody else."""

    def asked(areas: Field) -> set[UUID]:
        return {one for brand, _class, code in places for one in areas.outlets_for(brand=brand, code=code)}

    return whole_field(day=day, now=now, at=asked)


def _gaps(field: Field, brand: UUID, skills: Sequence[str], code: str) -> set[str]:
    return {field.gap(brand=brand, code=code, skill=skill) for skill in skills} or {"nobody_able"}


def served_by_now(*, now: datetime) -> list[UUID]:
    """Return the entries of places to which somebody goes by now for an open brand, the longest waiting first.

    Not where an outlet has only taken the place over: somebody has to be there who can do it, is vouched for, and works
    on one of the days for which windows are offered.
    """
    rows = of_open_brands().filter(state__in=WAITS, for_window=False)
    places = list(rows.values_list("brand", "category", "division").distinct())
    if not places:
        return []
    brands = Organisation.objects.in_bulk({brand for brand, _category, _division in places})
    skills = {
        pair: skills_for(brands[pair[0]], pair[1]) for pair in {(brand, category) for brand, category, _ in places}
    }
    served: dict[tuple[UUID, str], list[str]] = {}
    asked = {key: days_asked(brand=key, now=now) for key in brands}
    for day in max(asked.values(), key=len):
        places = [one for one in places if day in asked[one[0]]]
        if not places:
            break
        field, idle = _field_around(places, day=day, now=now), []
        for brand, category, division in places:
            gaps = _gaps(field, brand, skills[brand, category], division)
            if "" in gaps:
                served.setdefault((brand, category), []).append(division)
            elif "nobody_works" in gaps:
                idle.append((brand, category, division))
        places = idle
    found: list[tuple[datetime, UUID]] = []
    for (brand, category), divisions in served.items():
        for some in batched(divisions, AT_ONCE, strict=False):
            theirs = rows.filter(brand=brand, category=category, division__in=some)
            found += theirs.values_list("created_at", "id")
    return [key for _, key in sorted(found)]


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Waiting]:
    """Return the waiting list of an actor's organisation, for staff."""
    return (
        Waiting.objects.filter(people.sees(actor, "waiting", now=now))
        if actor.kind == "staff"
        else Waiting.objects.none()
    )


def waiting_list(actor: Actor, *, now: datetime) -> list[WaitingView]:
    """Return who waits, the county with the most of them first."""
    rows = visible_to(actor, now=now).filter(state__in=WAITS)
    crowds = dict(rows.values_list("division").annotate(n=Count("id")))
    several = list(rows.select_related("brand", "person__place").order_by("division", "created_at")[:MOST])
    several.sort(key=lambda row: -crowds.get(row.division, 0))
    names = goods.class_names({row.category for row in several}, now=now)
    return [
        WaitingView(
            number=row.number,
            brand=row.brand.name,
            goods=names[row.category],
            division=row.division_name,
            state=row.state,
            person=people.masked(row.person),
            at=row.created_at,
            beside=crowds.get(row.division, 1),
            for_window=row.for_window,
            asked_at=row.updated_at if row.state == "asked" else None,
        )
        for row in several
    ]


def entry(number: str, *, actor: Actor, now: datetime) -> Waiting:
    """Return an entry of the waiting list, for who may see it."""
    found = visible_to(actor, now=now).filter(number=number).first()
    if found is None:
        raise NoSuchEntry({"number": number[:40]})
    return found


def own_entry(number: str, *, actor: Actor, now: datetime) -> Waiting:
    """Return an entry of the waiting list to whom it is of."""
    mine = people.streams_of(actor, "waiting", now=now)
    found = Waiting.objects.select_related("brand", "person").filter(number=number, pk__in=mine).first()
    if found is None or actor.kind == "staff":
        raise NoSuchEntry({"number": number[:40]})
    return found


def waiting_situation(row: Waiting, *, by: Actor, now: datetime, under_lock: bool = False) -> WaitingSituation:
    """Return the situation of an entry for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return WaitingSituation(state=row.state)


def entry_by_key(key: str) -> Waiting:
    """Return an entry by its id, for notices."""
    found = Waiting.objects.filter(id=key).first()
    if found is None:
        raise NoSuchEntry({"number": key[:40]})
    return found
