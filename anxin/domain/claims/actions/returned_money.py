"""Money of a claim that its bank sent back: the claim owes it again, and goes on where it had ended."""

from datetime import datetime

from anxin.core import clocks, inserts, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import change, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.claims import queries
from anxin.domain.claims.actions.gone_payers import charge_nobody
from anxin.domain.claims.models import Payout


def money_came_back(*, fact: Entry, now: datetime) -> None:
    """A transfer was sent back by its bank: the claim waits for the money that goes anew."""
    row = Payout.objects.select_related("claim").filter(payment_id=str(fact.facts["row"])).first()
    if row is None:
        return
    claim = queries.claim_by_key(str(row.claim_id))
    lock(claim)
    charge_nobody(row, now=now)
    anew = str(fact.facts["anew"])
    facts = {"amount_fen": row.amount_fen, "payment": str(row.payment_id), "anew": anew}
    if claim.state == "closed":
        transition(claim, "owe_again", by=SYSTEM, now=now, facts=facts)
        change(claim, {"outcome": ""})
        clocks.start("claims.money", claim.stream(), whose=str(claim.operator_id), now=now)
    else:
        timeline.write(claim.stream(), "claims.money_came_back", by=SYSTEM, now=now, facts=facts)
    again = Payout(claim=claim, payment_id=anew, amount_fen=row.amount_fen, at=now)
    inserts.insert_new(again)
    told = {"payout": again.pk, "payment": anew, "amount_fen": again.amount_fen}
    timeline.write(claim.stream(), "claims.payout", by=SYSTEM, now=now, facts=told)
