"""Money that went twice, here and in the shop or on its platform, for finance: said lately, and of which claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.core.streams import heads
from anxin.core.streams.models import Entry
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules.billed_repairs import KEEPS

TWICE = "claims.gone_twice"
LATELY = timedelta(days=90)
"""So long finance reads of it on its page; it stands on the claim for good."""


@dataclass(frozen=True, kw_only=True)
class GoneTwice:
    """How much of a claim's money went twice, whose claim it is and when that was said last."""

    number: str
    seller: str
    order: str
    fen: int
    at: datetime


def said_twice(actor: Actor, *, now: datetime) -> QuerySet[Claim, Claim]:
    """Return the claims of which was said lately that money went twice, the newest first, for who keeps the money."""
    if not actor.may(KEEPS):
        return Claim.objects.none()
    return Claim.objects.filter(twice_at__gte=now - LATELY).order_by("-twice_at", "-id")


def gone_twice(actor: Actor, *, now: datetime, limit: int) -> list[GoneTwice]:
    """Return what went twice lately, claim by claim, the newest first (three queries)."""
    rows = list(said_twice(actor, now=now).select_related("seller", "purchase")[:limit])
    fens = fens_of(rows)
    return [
        GoneTwice(
            number=one.number, seller=one.seller.name, order=one.purchase.order_key, fen=fens[one.pk], at=one.twice_at
        )
        for one in rows
        if one.twice_at
    ]


def fens_of(claims: Iterable[Claim]) -> dict[UUID, int]:
    """Return how much of some claims' money went twice, as their records say (two queries, or none)."""
    streams = {one.stream().key: one for one in claims}
    known = heads.ids_of(one.stream() for one in streams.values())
    told = Entry.objects.filter(stream__in=known, code=TWICE).values_list("stream__key", "facts") if known else ()
    fens = {one.pk: 0 for one in streams.values()}
    for key, facts in told:
        fens[streams[key].pk] += facts["amount_fen"] - facts["left_fen"]
    return fens
