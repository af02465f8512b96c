"""Codes to pay that are taken back: nobody pays by them here from that moment, and their provider closes the order."""

from datetime import datetime, timedelta

from anxin.core import later, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.actions.notifications import take_in
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.providers import GRACE, IN, REAL, Notification, PaymentAnswer
from anxin.domain.ledger.rules import pauses

CLOSE = "anxin.domain.ledger.tasks.close_order"
SHOWN = ("intended", "called")
"""States of a payment that nobody has to look into."""


def void_codes(*, bill: Bill, by: Actor, now: datetime) -> None:
    """Take back every code of a bill that is about, because somebody of the house says so."""
    if not drop_codes(bill=bill, now=now):
        raise WrongState({"machine": "payment", "state": bill.state, "step": "fail"})
    timeline.write(bill.stream(), "ledger.codes_voided", by=by, now=now, facts={"number": bill.number})


def drop_codes(*, bill: Bill, now: datetime) -> int:
    """Take back the codes of a bill, and cash that was about to be taken; return how many there were.

    What was paid by one meanwhile counts all the same, as soon as its provider says so (`late_payments`). One whose
    outcome is unclear stays: a person looks into it.
    """
    lock(bill)
    shown = list(bill.payments.filter(direction=IN, state__in=SHOWN).order_by("id"))
    for one in shown:
        lock(one)
        payments.conclude(one, succeeded=False, reference="", by=SYSTEM, now=now, fault=rules.VOIDED)
        if one.provider in REAL:
            later.put(CLOSE, arguments={"payment": str(one.id)}, key=f"ledger.close:{one.id}", now=now)
    return len(shown)


def order_closed(*, payment: Payment, answer: PaymentAnswer, tries: int, now: datetime) -> None:
    """Write down what a provider says of an order whose code was taken back, and ask again where it said nothing.

    Past its time nobody pays it any more, and the day's statement tells what came.
    """
    if answer.outcome == "succeeded":
        told = Notification(
            event=f"closed:{payment.number}",
            number=payment.number,
            direction=IN,
            amount_fen=payment.amount_fen,
            answer=answer,
        )
        take_in(provider=payment.provider, told=told, now=now)
    elif not answer.is_final and payment.until_at is not None and now < payment.until_at + GRACE:
        again: dict[str, str | int] = {"payment": str(payment.id), "tries": tries + 1}
        pause = timedelta(seconds=pauses.pause_s(outcome=answer.outcome, tries=tries + 1, back=False))
        later.put(CLOSE, arguments=again, key=f"ledger.close:{payment.id}:{tries + 1}", now=now, run_at=now + pause)
