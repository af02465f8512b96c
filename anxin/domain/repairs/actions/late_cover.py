"""What is covered, as came out once the work was priced: the bill falls, what was paid is proposed to go back."""

from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.wording import WARRANTED
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import BRAND_SAID, proofs


class PaymentUnderWay(WrongState):
    """A payment of the bill is under way: what it comes to is known first."""

    code = "repairs.payment_under_way"


def free_of_charge(*, repair: Repair, by: Actor, now: datetime) -> None:
    """Lower what is owed by what the warranty pays, and propose to give back what was paid of it.

    What waits to be given back already is left to who decides that. What was agreed to falls by the brand's word alone
    only once finance agrees, too. Raises `PaymentUnderWay`.
    """
    stream = repair.stream()
    newest = ledger_queries.latest(stream)
    several = {one.pk: one for one in (newest, *ledger_queries.repayable(stream)) if one is not None}
    for bill in several.values():
        lock(bill)
        if ledger_queries.is_paying(bill):
            raise PaymentUnderWay({"number": bill.number})
        to_fen = proofs.still_to_pay(bill.lines.order_by("position"), total_fen=bill.total_fen, why=repair.warranty_why)
        if to_fen < bill.total_fen:
            _lower(bill, to_fen, alone=repair.warranty_why != BRAND_SAID, by=by, now=now)


def _lower(bill: Bill, to_fen: int, *, alone: bool, by: Actor, now: datetime) -> None:
    agreed = bill.state == "agreed"
    if not alone and (agreed or (bill.state == "shown" and bill.paid_fen)):
        if not bill.repayments.filter(ended_at=None).exists():
            ledger.propose_lowering(bill=bill, to_fen=to_fen, why=str(WARRANTED), by=by, now=now)
        return
    if bill.state in ("shown", "agreed"):
        ledger.set_total(bill=bill, to_fen=to_fen, why=str(WARRANTED), by=SYSTEM, now=now, wrong=True)
        if agreed and bill.state == "shown":
            ledger.agree(bill=bill, by=SYSTEM, now=now)
    fen = ledger_queries.refundable(bill) - to_fen
    if fen > 0 and not bill.repayments.filter(ended_at=None).exists():
        ledger.propose_repayment(bill=bill, amount_fen=fen, reason="warranty", why=str(WARRANTED), by=by, now=now)
