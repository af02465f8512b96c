"""A bill is lowered or let go; what was paid of it beyond that waits to be given back, by two as ever."""

from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions import bills
from anxin.domain.ledger.actions.repayments import propose_repayment
from anxin.domain.ledger.models import Bill


def reduce(*, bill: Bill, to_fen: int, why: str, by: Actor, now: datetime, wrong: bool = False) -> None:
    """Lower the bill, as `bills.set_total`; raises `ledger.repayment_waits` where money of it waits to go back."""
    bills.set_total(bill=bill, to_fen=to_fen, why=why, by=by, now=now, wrong=wrong)
    _give_beyond(bill, to_fen, why=why, by=by, now=now)


def waive(*, bill: Bill, why: str, by: Actor, now: datetime) -> None:
    """Let the bill go, as `bills.let_go`; raises as `reduce`."""
    bills.let_go(bill=bill, why=why, by=by, now=now)
    _give_beyond(bill, 0, why=why, by=by, now=now)


def _give_beyond(bill: Bill, to_fen: int, *, why: str, by: Actor, now: datetime) -> None:
    """Propose to give back what was paid beyond a sum; by nobody's word only where none waits already."""
    fen = min(bill.paid_fen - to_fen, queries.refundable(bill))
    if fen <= 0 or (by == SYSTEM and bill.repayments.filter(ended_at=None).exists()):
        return
    reason = "lost" if by == SYSTEM else "too_much"
    propose_repayment(bill=bill, amount_fen=fen, reason=reason, why=why, by=by, now=now)
