"""What others pay for merchants that left, or answer nothing any more: who pays, by decision."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.rules.billed_repairs import KEEPS


@dataclass(frozen=True, kw_only=True)
class PaidFor:
    """A decision that somebody else pays for its merchant."""

    number: str
    seller: str
    payer: str
    remedy: str
    amount_fen: int
    given_at: datetime


def others_pay(actor: Actor) -> QuerySet[Decision, Decision]:
    """Return the decisions in force or to be appealed that somebody pays for a merchant, for who keeps the money."""
    if not actor.may(KEEPS):
        return Decision.objects.none()
    return Decision.objects.exclude(payer="").filter(state__in=("given", "final"), given_at__isnull=False)


def paid_for(actor: Actor, *, limit: int) -> list[PaidFor]:
    """Return what others pay for merchants, the newest decision first (one query)."""
    named = others_pay(actor).select_related("claim__seller").order_by("-given_at", "-id")[:limit]
    return [
        PaidFor(
            number=one.claim.number,
            seller=one.claim.seller.name,
            payer=one.payer,
            remedy=one.remedy,
            amount_fen=one.amount_fen,
            given_at=one.given_at,
        )
        for one in named
        if one.given_at
    ]


def who_pays(row: Decision) -> str:
    """Return who pays a decision for its merchant as that stands now; empty where it or nobody pays."""
    return row.claim.seller.paid_by if row.liable == "merchant" and row.remedy != "refuse" else ""


def payer_of(claim: Claim) -> str:
    """Return who pays for a claim's merchant by the decision in force; empty where it pays itself (one query)."""
    found = Decision.objects.filter(claim=claim, state="final").values_list("payer", flat=True).first()
    return found or ""
