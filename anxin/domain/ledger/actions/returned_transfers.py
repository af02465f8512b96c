"""A transfer of ours that its bank sent back: what it gave back is owed again, and the first one stays on record."""

from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import begin, lock, transition
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions import outside, payments, postings
from anxin.domain.ledger.actions.elsewhere import count_back
from anxin.domain.ledger.models import Bill, Payment, Remittance
from anxin.domain.ledger.queries import sent_transfers
from anxin.domain.ledger.queries.unclear_payments import is_proved
from anxin.domain.ledger.queries.witnesses import remittance_told
from anxin.domain.ledger.rules import besides
from anxin.domain.ledger.rules.payees import SHOP_SAID


def came_back(came: Remittance, sent: Remittance, *, by: Actor, now: datetime) -> None:
    """Book that a transfer came back: a refund is owed again, an advance is kept again; expects both held."""
    if sent.state != "booked":
        raise WrongState({"machine": "remittance", "step": "come_back", "state": sent.state})
    transition(sent, "come_back", by=by, now=now, facts={"drawn": remittance_told(sent)})
    if sent.payment is not None:
        owe_again(sent.payment, by=by, now=now)
        for one in sent_transfers.excess_of(sent):
            transition(one, "come_back", by=by, now=now, facts={"drawn": remittance_told(one)})
            outside.post(came, besides.TWICE_BACK, one.amount_fen, by=by, now=now)
        return
    reason = besides.TWICE_BACK if sent.is_second else besides.KEPT_OVER
    outside.post(came, reason, came.amount_fen, by=by, now=now)


def owe_again(back: Payment, *, by: Actor, now: datetime) -> None:
    """Take back what a refund moved, and begin anew, by the same way, what is owed of it; expects bill and it held.

    What only its shop said that it gave back, finance sends: nobody asks the shop again.
    """
    bill, owed_fen, in_shop = back.bill, sent_transfers.owed_anew(back), back.fault == SHOP_SAID
    postings.reverse_refund(back.key, now=now)
    count_back(bill, -back.amount_fen, now=now)
    anew = _begin_anew(back, bill, owed_fen, now=now) if owed_fen else None
    facts = {"amount_fen": back.amount_fen, **({"anew": str(anew.pk)} if anew else {})}
    facts |= {"owed_fen": owed_fen} if owed_fen < back.amount_fen else {}
    facts |= {"in_shop": True} if in_shop else {}
    fault = SHOP_SAID if in_shop else rules.CAME_BACK
    transition(back, "come_back", by=by, now=now, facts=facts, sets={"fault": fault, "missed_at": None})
    if anew is not None:
        payments.leave_to_hands(anew, rules.by_hand("" if in_shop else rules.CAME_BACK), now=now)


def shop_gave_nothing(*, payment: Payment, by: Actor, now: datetime) -> None:
    """Say, as finance, that a shop did not give back what it says: its buyer said so, and it is owed again.

    Not what the shop's own list tells: its buyer is answered.
    """
    lock(payment.bill, payment)
    if payment.missed_at is None or payment.fault != SHOP_SAID or is_proved(payment):
        raise WrongState({"machine": "payment", "step": "come_back", "state": payment.state})
    owe_again(payment, by=by, now=now)


def _begin_anew(back: Payment, bill: Bill, amount_fen: int, *, now: datetime) -> Payment:
    payments.reserve(bill, amount_fen)
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.BACK,
        amount_fen=amount_fen,
        provider=back.provider,
        method=back.method,
        key=f"refund:{bill.id}:{bill.payments.count() + 1}",
        reason=back.fault or rules.CAME_BACK,
    )
    begin(payment, by=SYSTEM, now=now, facts={**payments.first_fact(payment), "back": True})
    taker = rules.taken_by(payment.provider, reference="", back=True)
    payments.pending(payment, debit=bill.payer, credit=taker, now=now)
    return payment
