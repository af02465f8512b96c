"""Figures of money: paid for repairs, given back, asked back from platforms and got back."""

from datetime import datetime

from django.db.models import Sum

from anxin.core.actors import Actor
from anxin.domain.claims.models import Payout, Recovery
from anxin.domain.insight.queries.scope import Scope, claims_of, repairs_of
from anxin.domain.ledger.models import Payment


def money(actor: Actor, *, scope: Scope, now: datetime) -> dict[str, int]:
    """Sum what moved for the cases of a scope, in fen (three queries)."""
    repairs = repairs_of(actor, scope=scope, now=now).values("id")
    claims = claims_of(actor, scope=scope, now=now).select_related(None).values("id")
    moved = Payment.objects.filter(state="succeeded", bill__stream_kind="repair", bill__stream_key__in=repairs)
    sums = dict(moved.values_list("direction").annotate(fen=Sum("amount_fen")).order_by())
    paid_out = Payout.objects.filter(claim__in=claims, payment__state="succeeded").aggregate(fen=Sum("amount_fen"))
    back = Recovery.objects.filter(claim__in=claims).aggregate(asked=Sum("demanded_fen"), got=Sum("repaid_fen"))
    return {
        "paid": sums.get(Payment.Direction.IN, 0),
        "refunded": sums.get(Payment.Direction.BACK, 0),
        "paid_out": paid_out["fen"] or 0,
        "demanded": back["asked"] or 0,
        "recovered": back["got"] or 0,
    }
