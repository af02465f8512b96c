"""Pages of repairs, newest first, from a place that stays where it is while new ones arrive."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anxin.core import pages
from anxin.core.actors import Actor
from anxin.core.pages import Page, Place
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.lookup import visible_to


@dataclass(frozen=True, kw_only=True)
class RepairFilter:
    """Which repairs are asked for; what is left empty is all."""

    states: Collection[str] = ()
    kinds: Collection[str] = ()
    brand: str = ""
    urgent: bool | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RepairListRow:
    """One repair in a list: what, where, who (masked)."""

    number: str
    state: str
    kind: str
    mode: str
    channel: str
    brand: str
    product: str
    product_name: str
    division: str
    customer: PersonView
    urgent: bool
    created_at: datetime
    updated_at: datetime


def page(actor: Actor, *, wish: RepairFilter, after: Place | None, limit: int, now: datetime) -> Page[RepairListRow]:
    """Return an actor's repairs behind a place, newest first (one query)."""
    rows = _wished(visible_to(actor, now=now), wish).select_related("customer__place", "place", "brand", "product")
    return pages.page(rows, _line, after=after, limit=limit)


def _wished(rows: QuerySet[Repair], wish: RepairFilter) -> QuerySet[Repair]:
    if wish.states:
        rows = rows.filter(state__in=wish.states)
    if wish.kinds:
        rows = rows.filter(kind__in=wish.kinds)
    if wish.brand:
        rows = rows.filter(brand__slug=wish.brand)
    if wish.urgent is not None:
        rows = rows.filter(urgent=wish.urgent)
    if wish.created_from is not None:
        rows = rows.filter(created_at__gte=wish.created_from)
    return rows if wish.created_to is None else rows.filter(created_at__lt=wish.created_to)


def _line(row: Repair) -> RepairListRow:
    return RepairListRow(
        number=row.number,
        state=row.state,
        kind=row.kind,
        mode=row.mode,
        channel=row.channel,
        brand=row.brand.slug,
        product=row.product.code,
        product_name=row.product.called,
        division=row.place.division,
        customer=people.masked(row.customer),
        urgent=row.urgent,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
