"""Money outside of every provider that is of no bill any more: an advance, or what went out twice and is owed back."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.domain.ledger.models import Remittance, Transfer
from anxin.domain.ledger.rules.besides import beside_bills


def post(row: Remittance, reason: str, fen: int, *, by: Actor, now: datetime) -> None:
    """Post what is kept or owed outside of every bill, or goes back out of that, and tell of it."""
    debit, credit = beside_bills(reason, row.way)
    facts = {"amount_fen": fen, "debit": debit, "credit": credit, "number": row.reference}
    fact = timeline.write(row.stream(), f"ledger.{reason}", by=by, now=now, facts=facts)
    Transfer.objects.create(
        debit=debit,
        credit=credit,
        amount_fen=fen,
        state=Transfer.State.POSTED,
        key=f"{reason}:{fact.id}",
        reason=reason,
        created_at=now,
        settled_at=now,
    )
