"""Leaf through repairs, newest first, from a place that stays where it is while new ones arrive."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.actors import Actor
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.lookup import visible_to

Place = tuple[datetime, UUID]


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
class Line:
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


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """Some lines, and the place behind the last of them if more follow."""

    lines: tuple[Line, ...]
    next: Place | None


def leaf(actor: Actor, *, wish: RepairFilter, after: Place | None, limit: int, now: datetime) -> Leaf:
    """List an actor's repairs behind a place, newest first (one query)."""
    rows = _wished(visible_to(actor, now=now), wish)
    if after is not None:
        at, key = after
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=key))
    rows = rows.select_related("customer__place", "place", "brand", "product").order_by("-created_at", "-id")
    found = list(rows[: limit + 1])
    shown = found[:limit]
    following = (shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return Leaf(lines=tuple(map(_line, shown)), next=following)


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


def _line(row: Repair) -> Line:
    return Line(
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
