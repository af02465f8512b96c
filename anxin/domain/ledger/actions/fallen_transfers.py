"""Transfers of refunds that fell away before their second person, as the refund went otherwise; some did go."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import change, transition
from anxin.domain.ledger.actions.remittances import propose_for, tell
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.queries import sent_transfers, unclear_payments
from anxin.domain.ledger.queries.witnesses import remittance_told


def give_way(payment: Payment, *, now: datetime) -> None:
    """Put the transfer of a refund aside that waits for its second person: the shop gave the refund itself."""
    row = unclear_payments.transfer_of(payment)
    if row is None or row.state != "proposed":
        return
    queries.hold(row)
    tell(row, "ledger.remittance_refused", by=SYSTEM, now=now, in_shop=True)
    transition(row, "drop", by=SYSTEM, now=now, facts={"drawn": remittance_told(row), "in_shop": True})


def carry_on(payment: Payment, rest: Payment, *, now: datetime) -> None:
    """Have the transfer of a refund that waits for its second person be of the rest: the shop gave a part itself.

    It keeps the sum that was sent: what that is more than the rest has gone twice once it is booked.
    """
    row = unclear_payments.transfer_of(payment)
    if row is None or row.state != "proposed":
        return
    queries.hold(row)
    change(row, {"payment": rest})
    facts = {"row": row.pk, "drawn": remittance_told(row)}
    timeline.write(row.stream(), "remittance.carried", by=SYSTEM, now=now, facts=facts)
    tell(row, "ledger.remittance_proposed", by=SYSTEM, now=now)


def sent_after_all(*, remittance: Remittance, by: Actor, now: datetime) -> None:
    """Say that a transfer of ours which fell away did go: for its refund where that waits still, else a second time."""
    queries.hold(remittance)
    refund = remittance.refund
    if remittance.state != "aside" or refund is None or sent_transfers.bears_its_number(remittance):
        raise WrongState({"machine": "remittance", "step": "reopen", "state": remittance.state})
    waits = sent_transfers.waits_for(remittance)
    remittance.payment, remittance.beside, remittance.proposed_by = waits, None if waits else refund, ""
    sets = {"payment": waits, "beside": remittance.beside, "proposed_by": ""}
    transition(remittance, "reopen", by=by, now=now, facts={"drawn": remittance_told(remittance)}, sets=sets)
    if waits is not None:
        propose_for(remittance, waits.bill, by=by, now=now)
