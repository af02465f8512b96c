"""Figures of money: paid for repairs, given back by a claim or by hand, asked back from platforms and got back."""

from datetime import datetime

from django.db.models import Sum

from anxin.core.actors import Actor
from anxin.domain.claims.models import Payout, Recovery
from anxin.domain.insight.queries.scope import Scope, claims_of, repairs_of
from anxin.domain.ledger.models import Payment


def money(actor: Actor, *, scope: Scope, now: datetime) -> dict[str, int]:
    """Sum what moved for the cases of a scope, in fen (four queries).

    What went back of a repair's bill (`refunded`), of an order by its claims (`paid_out`) and by finance's own hand
    (`by_hand`) are together all that the ledger has given back for these bills.
    """
    repairs = repairs_of(actor, scope=scope, now=now).values("id")
    claims = claims_of(actor, scope=scope, now=now).select_related(None).values("id")
    moved = Payment.objects.filter(state="succeeded", bill__stream_kind="repair", bill__stream_key__in=repairs)
    sums = dict(moved.values_list("direction").annotate(fen=Sum("amount_fen")).order_by())
    paid_out = Payout.objects.filter(claim__in=claims, payment__state="succeeded").aggregate(fen=Sum("amount_fen"))
    orders = claims_of(actor, scope=scope, now=now).select_related(None).values("purchase")
    given = Payment.objects.filter(state="succeeded", direction=Payment.Direction.BACK)
    given = given.filter(bill__stream_kind="purchase", bill__stream_key__in=orders)
    by_hand = given.exclude(pk__in=Payout.objects.values("payment")).aggregate(fen=Sum("amount_fen"))
    back = Recovery.objects.filter(claim__in=claims).aggregate(asked=Sum("demanded_fen"), got=Sum("repaid_fen"))
    return {
        "paid": sums.get(Payment.Direction.IN, 0),
        "refunded": sums.get(Payment.Direction.BACK, 0),
        "paid_out": paid_out["fen"] or 0,
        "by_hand": by_hand["fen"] or 0,
        "demanded": back["asked"] or 0,
        "recovered": back["got"] or 0,
    }
