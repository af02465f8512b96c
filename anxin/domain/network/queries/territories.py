"""Who serves where: the outlets asked for a division of a brand, and the public directory of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from anxin.core.compiled_queries import compiled
from anxin.domain.network.models import Closure, Outlet, Territory
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.rules import service_areas
from anxin.domain.people.models import Organisation
from anxin.domain.places.rules import bare, covers


@dataclass(frozen=True, kw_only=True)
class OutletView:
    """An outlet in the public directory."""

    id: UUID
    code: str
    name: str
    division: str
    street: str
    phone: str
    opens: str


type Served = dict[Outlet, list[str]]
"""Outlets, each with all the divisions it serves for the brand."""


def outlets_for(*, brand: Organisation, division: str, now: datetime, day: date | None = None) -> list[Outlet]:
    """Return the outlets that are asked first for a division of a brand, the closest territory first."""
    return list(serving(brand=brand, division=division, now=now, day=day)[0])


def serving(*, brand: Organisation, division: str, now: datetime, day: date | None = None) -> tuple[Served, Served]:
    """Return who is asked for a division of a brand, and who helps out where they have nobody (one query).

    Whoever has it exclusively, else whoever shares it, else who helps out; nobody that is closed on that day.
    """
    several = _open(brand=brand.id, now=now, day=day or timezone.localtime(now).date())
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


@compiled
def _open(*, brand: UUID, now: datetime, day: date) -> QuerySet[Territory]:
    return open_on(living_now(Territory.objects.filter(brand_id=brand), now), day).select_related(
        "outlet__organisation"
    )


def areas_of(outlets: Iterable[Outlet], *, at: datetime) -> frozenset[tuple[UUID, str]]:
    """Return what some outlets serve: each brand with each bare division (one query)."""
    rows = living_now(Territory.objects.filter(outlet__in=list(outlets)), at).exclude(kind=Territory.Kind.APART)
    return frozenset((brand, bare(code)) for brand, code in rows.values_list("brand", "division"))


def open_on(rows: QuerySet[Territory], day: date) -> QuerySet[Territory]:
    """Narrow territories to those of outlets that take orders and aren't closed on a day."""
    closed = Closure.objects.filter(outlet=OuterRef("outlet"), ended_at=None, from_date__lte=day, to_date__gte=day)
    return rows.filter(~Exists(closed), outlet__takes_orders=True)


def closed_days(outlet: Outlet, *, days: Collection[date]) -> frozenset[date]:
    """Return on which of these days an outlet is closed (one query)."""
    rows = Closure.objects.filter(outlet=outlet, ended_at=None, from_date__lte=max(days), to_date__gte=min(days))
    spans = list(rows.values_list("from_date", "to_date"))
    return frozenset(day for day in days if any(begins <= day <= ends for begins, ends in spans))


def outlets_near(*, division: str, now: datetime) -> list[OutletView]:
    """Return the outlets that serve a division for some brand."""
    rows = list(living_now(Territory.objects.all(), now).select_related("outlet__organisation"))
    kinds = service_areas.lines((row.outlet_id, row.kind, row.division) for row in rows)
    served = service_areas.inside(kinds, division)
    found = dict.fromkeys(row.outlet for row in rows if row.outlet_id in served)
    return [
        OutletView(
            id=one.id,
            code=one.code,
            name=one.organisation.name,
            division=one.division,
            street=one.street,
            phone=one.phone,
            opens=one.opens,
        )
        for one in found
    ]
