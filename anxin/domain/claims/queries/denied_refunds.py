"""Payments that a claim's shop says it gave back, and that have not arrived, as the buyer says."""

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.rules.denied_refunds import may_answer_denial
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.threads import queries as threads


def denials() -> QuerySet[Payout, Payout]:
    """Return the payments of shops that buyers say have not arrived, while finance has not answered."""
    return Payout.objects.filter(payment__fault=SHOP_SAID, payment__state="succeeded", payment__missed_at__isnull=False)


def answers_denial(claim: Claim, by: Actor) -> bool:
    """Return whether an actor answers in a claim though it is over (one query)."""
    return may_answer_denial(side=threads.side_of(by), denied=denials().filter(claim=claim).exists())
