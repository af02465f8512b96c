"""Pages of claims, newest first, from a place that stays where it is while new ones arrive."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anxin.core import pages
from anxin.core.actors import Actor
from anxin.core.pages import Page, Place
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.lookup import visible_to
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView


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
class ClaimListRow:
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


def page(actor: Actor, *, wish: ClaimFilter, after: Place | None, limit: int, now: datetime) -> Page[ClaimListRow]:
    """Return an actor's claims behind a place, newest first (one query)."""
    rows = _wished(visible_to(actor, now=now), wish)
    return pages.page(rows, _line, after=after, limit=limit)


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


def _line(row: Claim) -> ClaimListRow:
    return ClaimListRow(
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
