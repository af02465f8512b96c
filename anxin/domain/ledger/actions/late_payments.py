"""Money that came by a code which was given up: it pays what the bill still asks for."""

from datetime import datetime

from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.models import Payment


def count_late(payment: Payment, *, at: datetime, now: datetime) -> bool:
    """Count money that a provider has by a code we had given up; False where its bill asks for less by now.

    A code that is still about is given up for it: who paid reads at once that he paid, and nobody asks him again.
    """
    bill = payment.bill
    lock(bill, payment)
    running = list(bill.payments.filter(direction=Payment.Direction.IN, state__in=payments.OPEN).order_by("id"))
    unclear = any(one.state == "unclear" for one in running)
    told = payment.differences.filter(kind="not_settled", ended_at=None, theirs_fen=payment.amount_fen).last()
    if bill.state != "agreed" or payment.amount_fen > queries.still_due(bill) or unclear or told is None:
        return False
    for one in (one for one in running if one.provider != rules.CASH):
        lock(one)
        payments.conclude(one, succeeded=False, reference="", by=SYSTEM, now=now, fault=rules.BY_EARLIER)
    payments.conclude(payment, succeeded=True, reference=told.reference, by=SYSTEM, now=now, at=at)
    return True
