"""Money that went twice, here and in the shop or on its platform, for finance: said lately, and of which claim."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.core.streams.models import Entry
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules.billed_repairs import KEEPS

TWICE = "claims.gone_twice"
LATELY = timedelta(days=90)
"""So long finance reads of it on its page; it stands on the claim for good."""


@dataclass(frozen=True, kw_only=True)
class GoneTwice:
    """How much of a claim's money went twice, whose claim it is and when that was said."""

    number: str
    seller: str
    order: str
    fen: int
    at: datetime


def said_twice(actor: Actor, *, now: datetime) -> QuerySet[Entry, Entry]:
    """Return what was said lately of money that went twice, the newest first, for who keeps the money."""
    if not actor.may(KEEPS):
        return Entry.objects.none()
    return Entry.objects.filter(code=TWICE, at__gte=now - LATELY, stream__kind="claim").order_by("-at", "-id")


def gone_twice(actor: Actor, *, now: datetime, limit: int) -> list[GoneTwice]:
    """Return what went twice lately, claim by claim, the newest first (two queries)."""
    told: dict[str, tuple[int, datetime]] = {}
    for key, facts, at in said_twice(actor, now=now).values_list("stream__key", "facts", "at")[:limit]:
        fen, last = told.get(key, (0, at))
        told[key] = fen + facts["amount_fen"] - facts["left_fen"], last
    rows = Claim.objects.filter(pk__in=[UUID(key) for key in told]).select_related("seller", "purchase")
    known = {str(row.pk): row for row in rows}
    return [
        GoneTwice(
            number=known[key].number, seller=known[key].seller.name, order=known[key].purchase.order_key, fen=fen, at=at
        )
        for key, (fen, at) in told.items()
        if key in known
    ]
