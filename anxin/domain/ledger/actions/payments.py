"""Payments and refunds: an intent, a call outside every block, an outcome."""

from datetime import datetime

from django.db.models import F

from anxin.core import later
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import bills
from anxin.domain.ledger.actions.providers import Answer, Request
from anxin.domain.ledger.models import Bill, Payment, Transfer

OPEN = ("intended", "called", "unclear")
MAY_REFUND = frozenset({"finance", "system"})


class NotPayable(WrongState):
    """The bill isn't shown, or is settled."""

    code = "ledger.not_payable"


class TooMuch(Invalid):
    """More is to go back than was paid."""

    code = "ledger.too_much"


class NotYours(Forbidden):
    """Only finance gives money back."""

    code = "ledger.not_yours"


def pay(*, bill: Bill, method: str, by: Actor, now: datetime, provider: str = "fake") -> Payment:
    """Begin to pay what is still open of a bill; a payment under way is given back instead of a second one."""
    lock(bill)
    if bill.state == "shown":
        bills.agree(bill=bill, by=by, now=now)
    if bill.state != "agreed":
        raise NotPayable({"number": bill.number, "state": bill.state})
    earlier = list(bill.payments.order_by("id"))
    running = next((one for one in earlier if one.direction == Payment.Direction.IN and one.state in OPEN), None)
    if running is not None:
        return running
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.IN,
        amount_fen=bill.total_fen - bill.paid_fen,
        provider=provider,
        method=method,
        key=f"pay:{bill.id}:{len(earlier) + 1}",
    )
    begin(payment, by=by, now=now, facts=told(payment))
    _pending(payment, debit=rules.provider_account(provider), credit=bill.payer, now=now)
    _call_soon(payment, now=now)
    return payment


def refund(*, bill: Bill, amount_fen: int, reason: str, by: Actor, now: datetime, key: str = "") -> Payment:
    """Begin to give money back to the payer; never more than was paid, whoever tries at the same time."""
    if not by.may(MAY_REFUND):
        raise NotYours({"number": bill.number})
    known = Payment.objects.filter(key=f"refund:{bill.id}:{key}").first() if key else None
    if known is not None:
        return known
    if amount_fen <= 0:
        raise TooMuch("amount_fen", expected="more than nothing", got=amount_fen)
    lock(bill)
    room = Bill.objects.filter(pk=bill.pk, paid_fen__gte=F("refunded_fen") + F("reserved_fen") + amount_fen)
    if not room.update(reserved_fen=F("reserved_fen") + amount_fen):
        most = queries.refundable(bill)
        raise TooMuch("amount_fen", expected=f"at most {most}", got=amount_fen, facts={"most_fen": most})
    first = bill.payments.get(direction=Payment.Direction.IN, state="succeeded")
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.BACK,
        amount_fen=amount_fen,
        provider=first.provider,
        method=first.method,
        key=f"refund:{bill.id}:{key or bill.payments.count() + 1}",
        reference=first.reference,
        reason=reason,
    )
    begin(payment, by=by, now=now, facts={**told(payment), "back": True})
    _pending(payment, debit=bill.payer, credit=rules.provider_account(first.provider), now=now)
    bill.refresh_from_db()
    _call_soon(payment, now=now)
    return payment


def told(payment: Payment) -> dict[str, object]:
    """Say of a payment in its first fact what its row is held against later."""
    named = {"provider": payment.provider, "method": payment.method}
    known = {"reference": rules.digest_of(payment.reference)} if payment.reference else {}
    return {"amount_fen": payment.amount_fen, **named, **known}


def _pending(payment: Payment, *, debit: str, credit: str, now: datetime) -> None:
    Transfer.objects.create(
        bill=payment.bill,
        payment=payment,
        debit=debit,
        credit=credit,
        amount_fen=payment.amount_fen,
        state=Transfer.State.PENDING,
        key=payment.key,
        reason="refund" if payment.direction == Payment.Direction.BACK else "payment",
        created_at=now,
    )


def _call_soon(payment: Payment, *, now: datetime) -> None:
    later.put(
        "anxin.domain.ledger.tasks.call_provider",
        arguments={"payment": str(payment.id)},
        key=f"ledger.call:{payment.key}",
        now=now,
    )


def begin_call(*, payment: Payment, now: datetime) -> Request | None:
    """Write down that the provider is being called; None when the outcome already stands."""
    lock(payment)
    if payment.state == "intended":
        transition(payment, "call", by=SYSTEM, now=now)
    if payment.state != "called":
        return None
    return Request(
        key=payment.key,
        amount_fen=payment.amount_fen,
        method=payment.method,
        direction=payment.direction,
        original=payment.reference,
    )


def finish_call(*, payment: Payment, answer: Answer, now: datetime) -> None:
    """Write down what the provider answered; the same answer twice changes nothing."""
    lock(payment.bill, payment)
    if payment.state not in OPEN:
        return
    if answer.outcome == "unclear":
        if payment.state == "called":
            transition(payment, "lose_track", by=SYSTEM, now=now)
        return
    _settle(payment, succeeded=answer.outcome == "succeeded", reference=answer.reference, by=SYSTEM, now=now)


def clear(*, payment: Payment, succeeded: bool, reference: str, by: Actor, now: datetime) -> None:
    """Say, as a person who looked at the provider's books, what became of an unclear payment."""
    lock(payment.bill, payment)
    _settle(payment, succeeded=succeeded, reference=reference, by=by, now=now)


def _settle(payment: Payment, *, succeeded: bool, reference: str, by: Actor, now: datetime) -> None:
    step = "succeed" if succeeded else "fail"
    kept = {"reference": rules.digest_of(reference)} if succeeded and payment.direction == Payment.Direction.IN else {}
    sets = {"reference": reference} if kept else {}
    transition(payment, step, by=by, now=now, facts={"amount_fen": payment.amount_fen, **kept}, sets=sets)
    state = Transfer.State.POSTED if succeeded else Transfer.State.VOID
    Transfer.objects.filter(payment=payment).update(state=state, settled_at=now)
    if payment.direction == Payment.Direction.IN:
        if succeeded:
            _paid(payment.bill, payment.amount_fen, now=now)
        return
    _gave_back(payment.bill, payment, succeeded=succeeded, now=now)


def _paid(bill: Bill, amount_fen: int, *, now: datetime) -> None:
    Bill.objects.filter(pk=bill.pk, paid_fen__lte=F("total_fen") - amount_fen).update(
        paid_fen=F("paid_fen") + amount_fen
    )
    bill.refresh_from_db()
    if bill.paid_fen == bill.total_fen and bill.state == "agreed":
        transition(bill, "settle", by=SYSTEM, now=now, facts={"paid_fen": bill.paid_fen})


def _gave_back(bill: Bill, payment: Payment, *, succeeded: bool, now: datetime) -> None:
    amount = payment.amount_fen
    changes = {"reserved_fen": F("reserved_fen") - amount}
    if succeeded:
        changes["refunded_fen"] = F("refunded_fen") + amount
    Bill.objects.filter(pk=bill.pk).update(**changes)
    bill.refresh_from_db()
    if not succeeded:
        return
    Transfer.objects.create(
        bill=bill,
        debit=bill.payee,
        credit=bill.payer,
        amount_fen=amount,
        state=Transfer.State.POSTED,
        key=f"credit:{payment.key}",
        reason="credit",
        created_at=now,
        settled_at=now,
    )
    if bill.refunded_fen == bill.paid_fen and bill.state in ("paid", "invoiced"):
        transition(bill, "give_back", by=SYSTEM, now=now, facts={"refunded_fen": bill.refunded_fen})
