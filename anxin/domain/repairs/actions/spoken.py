"""What a customer says on the phone about a repair or its bill: written down for him, and done as if he had himself."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.states import can, lock
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger.models import Bill
from anxin.domain.repairs.actions import disputes
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits


def object_on_call(*, repair: Repair, what: str, why: str, recording: str, by: Actor, now: datetime) -> None:
    """Write down that its customer objects: during the service to work or bill, afterwards to its end.

    Raises `visits.own_work`.
    """
    lock(repair)
    visits.record_word(stream=repair.stream(), about="objection", recording=recording, by=by, now=now)
    if can(repair, "object"):
        disputes.objected(repair, what=what, why=why, by=by, now=now)
    else:
        disputes.dispute(repair=repair, why=why, by=by, now=now)


def ask_for_invoice_on_call(*, bill: Bill, buyer: Buyer, recording: str, by: Actor, now: datetime) -> None:
    """Ask for the invoice that the payer of a bill wants; where nothing can be sent to him it is printed and posted.

    Raises `visits.own_work`, `invoices.nothing_to_invoice`.
    """
    visits.record_word(stream=bill.stream(), about="invoice", recording=recording, by=by, now=now)
    invoices.ask_for(bill=bill, buyer=buyer, by=by, now=now)
