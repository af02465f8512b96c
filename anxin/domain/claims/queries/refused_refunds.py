"""Money of claims that its provider did not take, which finance sends again, and the claim of a payment."""

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.rules.billed_repairs import KEEPS
from anxin.domain.ledger.models import Payment


def refused_refunds(actor: Actor) -> QuerySet[Claim, Claim]:
    """Return the claims of which nothing that was sent went out, the oldest first, for who keeps the money."""
    if not actor.may(KEEPS):
        return Claim.objects.none()
    sent = Payout.objects.filter(claim=OuterRef("pk"))
    none_went = Exists(sent) & ~Exists(sent.exclude(payment__state="failed"))
    return Claim.objects.filter(none_went, state="executing").order_by("id")


def claim_of_payment(payment: Payment) -> Claim | None:
    """Return the claim whose money a payment sends back, with its order; None where it is no claim's (one query)."""
    found = Payout.objects.select_related("claim__purchase", "claim__seller").filter(payment=payment).first()
    return found.claim if found else None
