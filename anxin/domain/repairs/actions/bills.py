"""What becomes of a repair's bill after it was shown: lowered where it is wrong, given back where it was paid."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger.models import Bill, Repayment
from anxin.domain.repairs import queries
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules


class TookPart(Forbidden):
    """Who had a part in a case doesn't say of its bill that it is right."""

    code = "repairs.took_part"


def lower_bill(*, repair: Repair, to_fen: int, why: str, by: Actor, now: datetime) -> None:
    """Lower the bill of a repair: once its service is over, or its customer has said that the bill is wrong.

    Who agreed to more has agreed to less; a bill that was only shown is agreed to with his code, as before. Raises
    `ledger.not_over`, `ledger.nothing_to_reduce`.
    """
    bill = _bill_of(repair)
    agreed = bill.state == "agreed"
    ledger.reduce(bill=bill, to_fen=to_fen, why=why, by=by, now=now, wrong=queries.is_bill_wrong(repair, bill))
    if agreed and bill.state == "shown":
        ledger.agree(bill=bill, by=SYSTEM, now=now)


def call_right(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Say that the bill which its customer calls wrong is right, as somebody who had no part in the case.

    Where everybody had one it is said so, and that he may turn outside with it.
    """
    case = queries.situation(repair, by=by, now=now, under_lock=True)
    if not rules.may_call_right(case):
        raise TookPart({"number": repair.number})
    alone = {"how": "alone"} if case.takes_part else {}
    timeline.write(repair.stream(), "repairs.bill_right", by=by, now=now, facts=alone, private={"why": why})


def propose_repayment(
    *, repair: Repair, amount_fen: int, reason: str, why: str, by: Actor, now: datetime
) -> list[Repayment]:
    """Propose to give money back that was paid of any bill of a repair; it goes once somebody of finance agrees."""
    stream = repair.stream()
    return ledger.propose_repayments(stream=stream, amount_fen=amount_fen, reason=reason, why=why, by=by, now=now)


def _bill_of(repair: Repair) -> Bill:
    bill = ledger_queries.latest(repair.stream())
    if bill is None:
        raise WrongState({"machine": "bill", "state": "", "step": "settle"})
    return bill
