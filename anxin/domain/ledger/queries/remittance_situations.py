"""A transfer, and the house that collects, as the rules of their commands read them."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries import sent_transfers
from anxin.domain.ledger.queries.remittances import hold, may_be_mistyped
from anxin.domain.ledger.rules.remittances import (
    RemittanceSituation,
    TillSituation,
)
from anxin.domain.people.models import Organisation


def remittance_situation(row: Remittance, *, by: Actor, now: datetime, under_lock: bool = False) -> RemittanceSituation:
    """Return the situation of a remittance for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        hold(row)
    back = row.direction == Payment.Direction.BACK
    returned = sent_transfers.is_coming_back(row)
    over = row.over_fen > 0 and not back and not returned
    named = bool(row.payer_sealed or row.remark_sealed)
    told = {"over": over, "named": named, "slip": bool(row.proof), "returns": not back and row.returns_id is not None}
    told |= {"refunds": row.returns is not None and row.returns.payment_id is not None}
    told |= {"coming": back and row.state == "booked" and returned, "twice": row.is_second}
    told |= {"mistyped": may_be_mistyped(row)}
    told |= {"known": back and row.state == "aside" and sent_transfers.bears_its_number(row)}
    told |= {"fell": back and row.state == "aside" and row.refund is not None}
    return RemittanceSituation(state=row.state, back=back, own=row.proposed_by == by.key, **told)


def till_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> TillSituation:
    """Return the situation of the house that collects; nothing of it is held: a bill is, when money is booked on it."""
    return TillSituation(own=str(row.pk) == by.organisation)
