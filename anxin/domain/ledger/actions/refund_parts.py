"""A refund that its shop gave only a part of: two take its place, what came and what is still owed."""

from datetime import datetime

from anxin.core.actors import SYSTEM
from anxin.domain.ledger.actions.payments import conclude, refund
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.rules.payees import IN_PARTS


def divide(payment: Payment, fen: int, *, now: datetime) -> tuple[Payment, Payment]:
    """Put two refunds in the place of one, of so much and of the rest, and return them; expects bill and it held."""
    bill, why, key = payment.bill, payment.reason, payment.id.hex[-20:]
    conclude(payment, succeeded=False, reference="", by=SYSTEM, now=now, fault=IN_PARTS)
    part = refund(bill=bill, amount_fen=fen, reason=why, key=f"{key}.1", by=SYSTEM, now=now)
    rest = payment.amount_fen - fen
    return part, refund(bill=bill, amount_fen=rest, reason=why, key=f"{key}.2", by=SYSTEM, now=now)
