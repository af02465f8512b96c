"""Who serves where: the outlets asked for a division of a brand, and the public directory of them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from anxin.core import acting
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.settings import snapshot
from anxin.core.states import remember
from anxin.domain.network.models import Authorisation, BrandKey, Closure, Engagement, Outlet, Territory
from anxin.domain.network.queries.attestations import (
    brands_covering,
    brands_vouching,
    living,
    spans_beside,
    verifies,
    vouching,
)
from anxin.domain.network.queries.engagements import days_of
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.offered_days import MOST, days_asked
from anxin.domain.network.rules import service_areas
from anxin.domain.network.rules.working_hours import days_from
from anxin.domain.people.models import Organisation
from anxin.domain.places.rules import bare, covers

LEVELS = (2, 4, 6, 9)
"""So many figures have the codes of a province, a city, a county and a town."""

type Served = dict[Outlet, list[str]]
"""Outlets, each with all the divisions it serves for the brand."""


def outlets_for(*, brand: Organisation, division: str, now: datetime, day: date | None = None) -> list[Outlet]:
    """Return the outlets that are asked first for a division of a brand, the closest territory first."""
    return list(serving(brand=brand, division=division, now=now, day=day)[0])


def serving(
    *, brand: Organisation, division: str, now: datetime, day: date | None = None, until: date | None = None
) -> tuple[Served, Served]:
    """Return who is asked for a division of a brand, and who helps out where they have nobody (one query).

    Whoever has it exclusively, else whoever shares it, else who helps out; nobody that is closed on that day, or on all
    days `until` another, and nobody for whom the brand doesn't vouch today and on that day. A block asks the database
    once for all days for which windows are asked.
    """
    return _asked_of(_open_rows(brand, division, now, day, until), division)


def _open_rows(brand: Organisation, division: str, now: datetime, day: date | None, until: date | None) -> list[Any]:
    days, day = days_of(now, day), day or timezone.localtime(now).date()
    there = _there(brand, (division,), now, {*days, day, until or day})
    rows = [row for row in there if _opens(row, day, until or day)]
    return [row for row in rows if brands_vouching(row.words, days=days)]


def serving_by_day(
    *, brand: Organisation, division: str, days: Collection[date], now: datetime
) -> dict[date, tuple[Served, Served]]:
    """Return the same as `serving` for each of some days (one query)."""
    return serving_of_each(brand=brand, divisions=(division,), days=days, now=now)[division]


def serving_of_each(
    *, brand: Organisation, divisions: Collection[str], days: Collection[date], now: datetime
) -> dict[str, dict[date, tuple[Served, Served]]]:
    """Return the same for each of some divisions (one query)."""
    rows = _there(brand, tuple(sorted(divisions)), now, {*days, *days_of(now)})
    words = [(row, spans_beside(row.words)) for row in rows]
    found: dict[str, dict[date, tuple[Served, Served]]] = {division: {} for division in divisions}
    for day in days:
        known = days_of(now, day)
        there = [row for row, spans in words if _opens(row, day, day) and brands_covering(spans, days=known)]
        for division in divisions:
            found[division][day] = _asked_of(there, division)
    return found


def _asked_of(several: list[Any], division: str) -> tuple[Served, Served]:
    first, helpers = service_areas.asked_and_helpers(
        service_areas.lines((row.outlet_id, row.kind, row.division) for row in several), division
    )
    fitting = [row for row in several if covers(row.division, division)]
    fitting.sort(key=lambda row: (-len(bare(row.division)), row.outlet.code))
    found: tuple[Served, Served] = (
        {row.outlet: [] for row in fitting if row.outlet_id in first},
        {row.outlet: [] for row in fitting if row.outlet_id in helpers},
    )
    for row in several:
        for served in found:
            if row.outlet in served and row.kind != row.Kind.APART:
                served[row.outlet].append(row.division)
    return found


SERVING = ("network.serving",)
READ = (Territory, Closure, Outlet, Engagement, Authorisation, BrandKey, Organisation)
"""What who serves a place is read of."""


def _there(brand: Organisation, divisions: tuple[str, ...], now: datetime, days: Collection[date]) -> list[Any]:
    """Return what is served by the outlets around some places, with closures and words for all days that may be asked.

    As many as any brand may ask for: how many this one does is known once the version of the settings came along.
    """
    today = timezone.localtime(now).date()
    told = {"first": min(today, *days), "last": max(days_from(today, MOST)[-1], *days)}
    codes = tuple(sorted({code for one in divisions for code in _around(one)}))

    def read() -> list[Any]:
        rows = list(_rows(snapshot.wanted(), brand=brand.pk, now=now, codes=codes, **told))
        if rows:
            snapshot.remember_version(rows[0])
        for outlet in {row.outlet for row in rows}:
            remember(outlet)
        return rows

    return acting.remembered((*SERVING, brand.pk, divisions, now, *told.values()), read, *READ)


def look_again() -> None:
    """Have who serves a place read again: outlets were locked, and meanwhile another may have closed one."""
    acting.read_again(*SERVING)


def _opens(row: Any, day: date, until: date) -> bool:
    """Return whether the outlet of what was read isn't closed on all days from one to another."""
    return not any(one["from_date"] <= day and one["to_date"] >= until for one in row.closures)


@compiled
def _rows(
    settings_too: bool, *, brand: UUID, now: datetime, codes: tuple[str, ...], first: date, last: date
) -> QuerySet[Any, Any]:
    """Return all that the outlets serve for a brand which serve around a place, each with the brand's words for it."""
    around = Territory.objects.filter(brand_id=brand, division__in=codes)
    rows: Any = living_now(Territory.objects.filter(brand_id=brand, outlet__takes_orders=True), now)
    closed = Closure.objects.filter(
        outlet=OuterRef("outlet"), ended_at=None, from_date__lte=last, to_date__gte=first
    ).order_by("id")
    told: QuerySet[Any, Any] = rows.filter(outlet__in=around.values("outlet")).annotate(
        words=vouching("outlet__code", first=first, last=last, kind="outlet", brand="brand"),
        closures=Gathered(closed, "from_date", "to_date"),
        staffed=Exists(living_now(Engagement.objects.filter(outlet=OuterRef("outlet"), brand=OuterRef("brand")), now)),
    )
    told = told.select_related("outlet__organisation")
    return snapshot.along(told) if settings_too else told


def _around(division: str) -> tuple[str, ...]:
    """Return the codes of a division and of all around it, as they are written: with the zeros that pad them or not."""
    whole = bare(division)
    cuts = {whole[:length] for length in (*LEVELS, len(whole))}
    return tuple(sorted({cut.ljust(length, "0") for cut in cuts for length in (len(cut), *LEVELS)}))


def areas_served(outlets: Iterable[UUID], *, now: datetime) -> QuerySet[Territory]:
    """Return what some outlets serve and don't leave to others: the areas by which `serving` asks them for any day."""
    rows = living_now(Territory.objects.filter(outlet__id__in=outlets), now)
    return rows.exclude(kind=Territory.Kind.APART)


def areas_of_word(word: Authorisation, *, now: datetime) -> list[str]:
    """Return where the outlet serves for which a brand gave its word; nothing of a technician's (one query)."""
    if word.kind != Authorisation.Kind.OUTLET:
        return []
    rows = living_now(Territory.objects.filter(brand=word.brand_id, outlet__code=word.code), now)
    return list(rows.exclude(kind=Territory.Kind.APART).order_by("division").values_list("division", flat=True))


def bare_areas(*, brand: UUID, outlet: str, now: datetime) -> list[str]:
    """Return where an outlet serves for a brand for which nobody works there any more (one query)."""
    here = Engagement.objects.filter(outlet=OuterRef("outlet"), brand=OuterRef("brand"))
    rows = living_now(Territory.objects.filter(brand=brand, outlet__code=outlet), now)
    rows = rows.exclude(kind=Territory.Kind.APART).filter(~Exists(living_now(here, now)))
    return list(rows.order_by("division").values_list("division", flat=True))


def areas_of_outlets(gone: Collection[tuple[UUID, UUID]], *, now: datetime) -> frozenset[tuple[UUID, str]]:
    """Return brand and area of what outlets, each with a brand, serve (one query)."""
    rows = areas_served({outlet for outlet, _brand in gone}, now=now)
    served = rows.values_list("outlet", "brand", "division")
    return frozenset((brand, division) for outlet, brand, division in served if (outlet, brand) in gone)


def open_on[Row: Model](
    rows: QuerySet[Row], day: date, *, until: date | None = None, outlet: str = "outlet"
) -> QuerySet[Row]:
    """Narrow rows to those whose outlet takes orders and isn't closed on a day, or on all days until another.

    `outlet` leads to it: `pk` where the rows are outlets.
    """
    last = day if until is None else until
    closed = Closure.objects.filter(outlet=OuterRef(outlet), ended_at=None, from_date__lte=day, to_date__gte=last)
    return rows.filter(~Exists(closed), **{"takes_orders" if outlet == "pk" else f"{outlet}__takes_orders": True})


def brands_asked(*, now: datetime) -> frozenset[UUID]:
    """Return the brands for which an outlet is asked somewhere today: it serves, is open, and is vouched for."""
    on = timezone.localtime(now).date()
    rows = open_on(living_now(Territory.objects.exclude(kind=Territory.Kind.APART), now), on).order_by()
    serving_now = set(rows.values_list("brand", "outlet__code").distinct())
    found: set[UUID] = set()
    for word in living(on).filter(kind="outlet"):
        if word.brand_id not in found and (word.brand_id, word.code) in serving_now and verifies(word):
            found.add(word.brand_id)
    return frozenset(found)


def serves_soon(*, brand: Organisation, division: str, now: datetime) -> bool:
    """Return whether an outlet serves a division for a brand on one of the days for which windows are asked.

    One where nobody works any more on the brand's jobs doesn't.
    """
    if snapshot.wanted():
        _there(brand, (division,), now, days_of(now))  # the version of the settings comes along
    last = days_asked(brand=brand.pk, now=now)[-1]
    staffed = [row for row in _open_rows(brand, division, now, None, last) if row.staffed]
    return any(_asked_of(staffed, division))


def closed_days(outlet: Outlet, *, days: Collection[date]) -> frozenset[date]:
    """Return on which of these days an outlet is closed (one query)."""
    rows = Closure.objects.filter(outlet=outlet, ended_at=None, from_date__lte=max(days), to_date__gte=min(days))
    spans = list(rows.values_list("from_date", "to_date"))
    return frozenset(day for day in days if any(begins <= day <= ends for begins, ends in spans))
