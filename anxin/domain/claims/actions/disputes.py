"""A dispute: a person decides what the two sides, or what was decided, could not settle."""

from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import begin, transition
from anxin.domain.claims import queries
from anxin.domain.claims.choices import ANEW
from anxin.domain.claims.models import Claim, Dispute
from anxin.domain.claims.queries import companions


def open_dispute(claim: Claim, *, cause: str, by: Actor, now: datetime) -> Dispute:
    """Open a dispute, so that a person decides; return the open one where there is one already."""
    known = companions.dispute_of(claim)
    if known is not None:
        return known
    row = Dispute(claim=claim, cause=cause, opened_by=by.key)
    anew = {"anew": "yes"} if cause in ANEW else {}
    begin(row, by=by, now=now, facts={"cause": cause, "reviewer": "", **anew})
    clocks.start("claims.decision", claim.stream(), whose=str(claim.operator_id), now=now)
    return row


def miss_repair(claim: Claim, *, now: datetime, nobody: bool = False, why: str = "") -> None:
    """Have a person decide what comes instead of a decided repair that isn't made; with `nobody`, that none can come.

    `why` are the words of the technician who was there. Expects the claim held.
    """
    clocks.stop(claim.stream(), "claims.repair", queries.GRACE, now=now)
    facts = {"repair": claim.repair_number, **({"nobody": "sent"} if nobody else {})}
    transition(claim, "miss_repair", by=SYSTEM, now=now, facts=facts, why=why)
    open_dispute(claim, cause="nobody_sent" if nobody else "repair_missed", by=SYSTEM, now=now)
