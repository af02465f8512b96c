"""Leaf through claims, newest first, from a place that stays where it is while new ones arrive."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.lookup import visible_to
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView

Place = tuple[datetime, UUID]


@dataclass(frozen=True, kw_only=True)
class ClaimFilter:
    """Which claims are asked for; what is left empty is all."""

    states: Collection[str] = ()
    types: Collection[str] = ()
    reasons: Collection[str] = ()
    forum: str = ""
    seller: str = ""
    order_key: str = ""
    created_from: datetime | None = None
    created_to: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One claim in a list: what, whose, how much (its buyer masked)."""

    number: str
    state: str
    forum: str
    type: str
    reason: str
    asked_fen: int
    seller: str
    platform: str
    platform_ref: str
    order_key: str
    buyer: PersonView
    outcome: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """Some lines, and the place behind the last of them if more follow."""

    lines: tuple[Line, ...]
    next: Place | None


def leaf(actor: Actor, *, wish: ClaimFilter, after: Place | None, limit: int, now: datetime) -> Leaf:
    """List an actor's claims behind a place, newest first (one query)."""
    rows = _wished(visible_to(actor, now=now), wish)
    if after is not None:
        at, key = after
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=key))
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    shown = found[:limit]
    following = (shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return Leaf(lines=tuple(map(_line, shown)), next=following)


def _wished(rows: QuerySet[Claim], wish: ClaimFilter) -> QuerySet[Claim]:
    exact = {
        "state__in": wish.states,
        "type__in": wish.types,
        "reason__in": wish.reasons,
        "forum": wish.forum,
        "seller__slug": wish.seller,
        "purchase__order_key": wish.order_key,
        "created_at__gte": wish.created_from,
        "created_at__lt": wish.created_to,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value})


def _line(row: Claim) -> Line:
    return Line(
        number=row.number,
        state=row.state,
        forum=row.forum,
        type=row.type,
        reason=row.reason,
        asked_fen=row.asked_fen,
        seller=row.seller.slug,
        platform=row.platform.slug if row.platform else "",
        platform_ref=row.platform_ref,
        order_key=row.purchase.order_key,
        buyer=people.masked(row.buyer),
        outcome=row.outcome,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
