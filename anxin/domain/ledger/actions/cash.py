"""Cash at a door or counter: taken for a bill or a part of it, confirmed by code or signature, held until handed in."""

from collections.abc import Mapping
from datetime import date, datetime, time
from hmac import compare_digest

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from anxin.core import files, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.money import format_fen
from anxin.core.states import begin, change, lock
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions import bills, payments
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.queries import cash
from anxin.domain.ledger.queries.cash import Holder
from anxin.domain.ledger.queries.provider_statements import NoSuchDifference
from anxin.domain.ledger.queries.refund_cases import is_paid_out

TRIES = 3


class NoCash(WrongState):
    """No cash is taken for this bill: too much, too much held already, or something else is under way."""

    code = "ledger.no_cash"


class CashBeyondBill(Invalid):
    """No part of the bill, or more than is open of it."""

    code = "ledger.cash_beyond_bill"


class ReceiptKnown(Invalid):
    """This signed receipt stands at another refund already: it is for one."""

    code = "ledger.receipt_known"


class CashNotNeeded(WrongState):
    """The bill was paid otherwise meanwhile: the cash goes back to the customer on the spot."""

    code = "ledger.cash_not_needed"


class WrongCashCode(Invalid):
    """Not the code on the customer's page."""

    code = "ledger.wrong_cash_code"


def take_cash(*, bill: Bill, holder: Holder, by: Actor, now: datetime, amount_fen: int | None = None) -> Payment:
    """Begin to take what is open of a bill in cash, or a part; nothing counts before its customer has confirmed it.

    Of a bill that he has yet to agree to he pays no part. Raises `ledger.no_cash`, `ledger.cash_beyond_bill`.
    """
    lock(bill)
    known = cash.begun(bill)
    if known is not None:
        return known
    if cash.may_take(bill, holder, now=now) != "may":
        raise NoCash({"number": bill.number})
    due = bill.total_fen - bill.paid_fen
    most = due if bill.state == "agreed" else 0
    if amount_fen not in (None, due) and not 0 < (amount_fen or 0) <= most:
        raise CashBeyondBill("amount_fen", expected=f"1 to {most}", got=amount_fen, facts={"most_fen": due})
    tried = bill.payments.filter(provider=rules.CASH).aggregate(wrong=Max("tries"))  # dropped and taken anew: the same
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.IN,
        amount_fen=amount_fen or due,
        provider=rules.CASH,
        method=rules.CASH,
        key=f"pay:{bill.id}:{bill.payments.count() + 1}",
        reference=str(holder.id),
        tries=tried["wrong"] or 0,
    )
    begin(payment, by=by, now=now, facts=payments.first_fact(payment))
    payments.pending(payment, debit=rules.cash_account(payment.reference), credit=bill.payer, now=now)
    return payment


def confirm_cash(*, bill: Bill, code: str, by: Actor, now: datetime) -> None:
    """Book the cash once the customer's code is right; a code to pay that is still about is given up.

    By his code he agrees to a bill that was lowered, too.

    Money that comes by it all the same goes back by itself. Raises `ledger.wrong_cash_code`, after three of them
    nothing is taken; raises `ledger.cash_not_needed` where the bill was paid otherwise.
    """
    payment = _begun(bill)
    if not compare_digest(cash.code_of(str(payment.id)).encode(), code.strip().encode()):
        raise _wrong(payment, now)
    _book(bill, payment, now)


def confirm_signed_cash(*, bill: Bill, signed: Mapping[str, object], by: Actor, now: datetime) -> None:
    """Book the cash for which who has no page to read a code from has signed before whoever takes it.

    `signed` is what a fact says of the signature. Raises `ledger.cash_not_needed`.
    """
    payment = _begun(bill)
    facts = {**signed, "number": bill.number, "amount_fen": payment.amount_fen}
    timeline.write(bill.stream(), "ledger.cash_signed", by=by, now=now, facts=facts)
    _book(bill, payment, now)


def _begun(bill: Bill) -> Payment:
    """Return the cash that is being taken, held with its bill. Raises `ledger.cash_not_needed`."""
    lock(bill)
    payment = cash.begun(bill)
    if payment is None:
        raise CashNotNeeded({"number": bill.number})
    lock(payment)
    return payment


def _book(bill: Bill, payment: Payment, now: datetime) -> None:
    if bill.state == "shown":
        bills.agree(bill=bill, by=SYSTEM, now=now)
    by_code = bill.payments.filter(direction=Payment.Direction.IN, state__in=payments.OPEN)
    for other in by_code.exclude(provider=rules.CASH):
        lock(other)
        payments.conclude(other, succeeded=False, reference="", by=SYSTEM, now=now, fault=rules.CASH)
    payments.conclude(payment, succeeded=True, reference=payment.reference, by=SYSTEM, now=now, at=now)


def _wrong(payment: Payment, now: datetime) -> WrongCashCode:
    left = TRIES - payment.tries - 1
    facts = {"left": left, "number": payment.bill.number}
    keep = (lambda: _count(payment, now),)
    return WrongCashCode("code", expected="the code on the customer's page", got="another", facts=facts, survives=keep)


def _count(payment: Payment, now: datetime) -> None:
    Payment.objects.filter(pk=payment.pk, state="intended").update(tries=F("tries") + 1)
    lock(payment)
    if payment.tries >= TRIES and payment.state == "intended":
        payments.conclude(payment, succeeded=False, reference="", by=SYSTEM, now=now, fault=cash.WRONG)


def drop_cash(*, bill: Bill, by: Actor, now: datetime, fault: str = "") -> None:
    """Take no cash after all: nothing was booked."""
    lock(bill)
    payment = cash.begun(bill)
    if payment is None:
        raise NoCash({"number": bill.number})
    lock(payment)
    payments.conclude(payment, succeeded=False, reference="", by=SYSTEM, now=now, fault=fault)


def hand_back(
    *,
    payment: Payment,
    handed_by: str,
    receipt: str,
    handed_date: date,
    proof: SealedFile | None,
    by: Actor,
    now: datetime,
) -> None:
    """Book that cash was handed back: who handed it, on which day, and the receipt that its payer signed.

    It was agreed to before, by another than who proposed it.
    """
    lock(payment.bill, payment)
    if payment.state != "unclear" or payment.provider != rules.CASH or is_paid_out(payment):
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    first, today = payment.created_at.astimezone(SHANGHAI).date(), now.astimezone(SHANGHAI).date()
    if not first <= handed_date <= today:
        raise Invalid("handed_date", expected=f"{first:%Y-%m-%d} to {today:%Y-%m-%d}", got=f"{handed_date:%Y-%m-%d}")
    if proof is None:
        raise Invalid("files", expected="the receipt that was signed", got=0)
    _only_here(payment, receipt, proof)
    change(payment, {"proof": proof.sha256})
    at = min(now, max(datetime.combine(handed_date, time(12), SHANGHAI), payment.created_at))
    payments.conclude(payment, succeeded=True, reference=receipt, by=by, now=now, at=at, why=handed_by)


def _only_here(payment: Payment, receipt: str, proof: SealedFile) -> None:
    """Refuse a receipt, by its file or its number there, that another refund in cash stands on."""
    backs = Payment.objects.filter(provider=rules.CASH, direction=Payment.Direction.BACK).exclude(pk=payment.pk)
    there = Q(bill=payment.bill) | Q(reference=payment.reference)
    for field, alike in (("files", Q(proof=proof.sha256)), ("receipt", there & Q(refund_reference=receipt))):
        known = backs.filter(alike).select_related("bill").first() if field == "files" or receipt else None
        if known is not None:
            facts = {"number": known.bill.number}
            raise ReceiptKnown(field, expected="a receipt of this refund alone", got=receipt or "a file", facts=facts)


def open_receipt(*, payment: Payment, by: Actor, now: datetime) -> SealedFile:
    """Return the receipt of cash handed back, which names who paid; that somebody looked stays in the record."""
    found = files.holding(payment.proof) if payment.proof else None
    if found is None:
        raise NoSuchDifference({"payment": str(payment.pk)})
    facts = {"number": payment.bill.number}
    timeline.write(payment.stream(), "ledger.receipt_seen", by=by, now=now, facts=facts)
    return found


def hand_in(*, holder: Holder, counted_fen: int, by: Actor, now: datetime) -> int:
    """Take in what a holder hands over, as it was counted; return what he still holds after it, the difference."""
    lock(holder)
    held = cash.held_by(holder)
    if not 0 < counted_fen <= held:
        raise Invalid("counted_fen", expected=_("a sum up to {most}").format(most=format_fen(held)), got=counted_fen)
    facts = {"amount_fen": counted_fen, "held_fen": held, "left_fen": held - counted_fen}
    fact = timeline.write(holder.stream(), "ledger.cash_handed_in", by=by, now=now, facts=facts)
    Transfer.objects.create(
        debit=rules.HOUSE_CASH,
        credit=rules.cash_account(str(holder.id)),
        amount_fen=counted_fen,
        state=Transfer.State.POSTED,
        key=f"hand_in:{fact.id}",
        reason="hand_in",
        created_at=now,
        settled_at=now,
    )
    return held - counted_fen
