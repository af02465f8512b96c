"""A claim's buyer is asked, and says, to which account its money goes back: the claim's own record says so, too."""

from datetime import datetime
from typing import cast

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor, Kind
from anxin.core.timeline import Entry
from anxin.domain.claims.models import Payout

TOLD = {
    "ledger.account_asked": "claims.account_asked",
    "ledger.account_told": "claims.account_told",
    "ledger.account_seen": "claims.account_seen",
}


def refund_account(*, fact: Entry, now: datetime) -> None:
    """Write down on a claim that the account of its refund was asked for, said, or read, and by whom."""
    row = Payout.objects.select_related("claim").filter(payment_id=str(fact.facts.get("row"))).first()
    if row is not None:
        facts: dict[str, object] = {"amount_fen": row.amount_fen, "payment": str(row.payment_id)}
        facts |= {"house": True} if fact.facts.get("house") else {}
        facts |= {"reason": fact.facts["reason"]} if fact.facts.get("reason") else {}
        looked = fact.code == "ledger.account_seen"
        by = Actor(kind=cast("Kind", fact.actor_kind), id=fact.actor_id, organisation=fact.organisation)
        timeline.write(row.claim.stream(), TOLD[fact.code], by=by if looked else SYSTEM, now=now, facts=facts)
