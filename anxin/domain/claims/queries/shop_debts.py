"""What a shop gives back itself: decided money that no provider sends, and what of its own word claims count already.

The order was paid to the shop and not here, or its payment can't be found: so nobody here can send it back.
"""

from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, ClaimLine, Outcome, Payout
from anxin.domain.claims.queries import line_money
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.queries.unclear_payments import is_paid_out, is_shops

SHOP_PAYS = "claims.shop_pays"
"""The clock of a shop that is to give back itself what was decided."""


def owed(claim: Claim) -> Payout | None:
    """Return what a claim's shop is to give back itself and has not yet; None where it is nothing.

    A shop that is gone isn't asked for it, but may pay all the same.
    """
    if claim.state != "executing":
        return None
    rows = claim.payouts.select_related("payment__bill").order_by("at", "id")
    return next((one for one in rows if is_shops(one.payment) and not is_paid_out(one.payment)), None)


def about(purchase: Purchase, position: int) -> list[Claim]:
    """Return the open claims about a line of an order, oldest first."""
    rows = ClaimLine.objects.filter(line__purchase=purchase, line__position=position, open=True)
    return [one.claim for one in rows.select_related("claim__purchase").order_by("claim__created_at", "claim_id")]


def counted_by_claims(purchase: Purchase, position: int) -> int:
    """Return what of a line claims gave back, or one contests that its shop gave."""
    order = line_money.of_order(purchase)
    gone = next((order.gone[one.pk] - one.refunded_fen for one in order.lines if one.position == position), 0)
    contested = Outcome.objects.filter(claim__in=about(purchase, position), told_by=rules.SHOP)
    return max(gone, 0) + sum(contested.values_list("amount_fen", flat=True))
