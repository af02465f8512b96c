"""A refund that its shop gave otherwise, or only a part of: others take its place, what came and what is owed."""

from datetime import datetime

from anxin.core.actors import SYSTEM
from anxin.domain.ledger.actions.payments import conclude, refund
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.rules.payees import IN_PARTS


def divide(payment: Payment, fen: int, *, now: datetime) -> list[Payment]:
    """Put a refund of so much, and one of any rest, in the place of one, and return them; expects bill and it held."""
    bill, why, key = payment.bill, payment.reason, payment.id.hex[-20:]
    conclude(payment, succeeded=False, reference="", by=SYSTEM, now=now, fault=IN_PARTS)
    parts = [one for one in (fen, payment.amount_fen - fen) if one]
    return [
        refund(bill=bill, amount_fen=one, reason=why, key=f"{key}.{place}", by=SYSTEM, now=now)
        for place, one in enumerate(parts, start=1)
    ]
