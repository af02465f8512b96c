"""Payments and refunds: an intent, a call outside every block, an outcome."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F, Q

from anxin.core import later, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import begin, change, lock, transition
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import bills, postings
from anxin.domain.ledger.actions.differences import end_by_themselves
from anxin.domain.ledger.actions.payees import ask_account
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.providers import BACK, FAKE, FAKES, IN, NATIVE, REAL, PaymentAnswer, PaymentRequest
from anxin.domain.ledger.queries import online
from anxin.domain.ledger.queries.unclear_payments import is_shops
from anxin.domain.ledger.rules import pauses, shops_money
from anxin.domain.ledger.rules.payees import GIVEN_UP, SHOP_SAID

OPEN = bills.UNDER_WAY
CALL = "anxin.domain.ledger.tasks.call_provider"
MAY_REFUND = frozenset({"finance", "system"})
PAYS = "customer technician agent finance system outlet_manager outlet_dispatcher"
AGREES = frozenset({"customer", "agent", "finance", "system"})
"""Who shows a code at a door or counter only: what it comes to isn't his to agree to."""


class NotPayable(WrongState):
    """The bill isn't shown, or is settled."""

    code = "ledger.not_payable"


class NoWay(WrongState):
    """Nobody takes money online here."""

    code = "ledger.no_way"


class MoreThanPaid(Invalid):
    """More is to go back than was paid."""

    code = "ledger.too_much"


class NotYourPayment(Forbidden):
    """Only finance gives money back."""

    code = "ledger.not_yours"


def pay(*, bill: Bill, by: Actor, now: datetime, method: str = "", provider: str = "", payer: str = "") -> Payment:
    """Begin to pay what is still open of a bill; a payment under way is given back instead of a second one.

    Without a provider the first one that was set up takes it; raises `NoWay` where there is none. A `method` that isn't
    granted there, or of whose `payer` nothing is known, is a code to scan.
    """
    only(by, PAYS, number=bill.number)
    lock(bill)
    if bill.state == "shown" and by.may(AGREES):
        bills.agree(bill=bill, by=by, now=now)
    if bill.state != "agreed":
        raise NotPayable({"number": bill.number, "state": bill.state})
    earlier = list(bill.payments.order_by("id"))
    mine = [one for one in earlier if one.direction == Payment.Direction.IN and one.provider != rules.CASH]
    running = next((one for one in mine if one.state in OPEN), None)
    if running is not None:
        return running
    provider, method = _way(provider, method, payer)
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.IN,
        amount_fen=bill.total_fen - bill.paid_fen,
        provider=provider,
        method=method,
        key=f"pay:{bill.id}:{len(earlier) + 1}",
        until_at=now + timedelta(minutes=settings.get("ledger.code_min", at=now)) if provider in REAL else None,
    )
    if payer and method in queries.IN_PAGE:
        payment.payer_sealed = vault.seal(queries.PAYER, payment.id, payer)
    begin(payment, by=by, now=now, facts=first_fact(payment))
    pending(payment, debit=rules.provider_account(provider), credit=bill.payer, now=now)
    _put_call(payment, now=now)
    return payment


def _way(provider: str, method: str, payer: str) -> tuple[str, str]:
    """Return who takes the money and how; what is named stays."""
    if provider in FAKES or method.startswith(FAKE):
        return FAKE, method or FAKE
    known = online.online_ways()
    if not known or (provider and provider not in known):
        raise NoWay
    chosen = provider or known[0]
    if method in queries.IN_PAGE and not (payer and method in online.in_page_methods(chosen)):
        method = ""
    return chosen, method or (FAKE if chosen in FAKES else NATIVE)


def refund(*, bill: Bill, amount_fen: int, reason: str, by: Actor, now: datetime, key: str = "") -> Payment:
    """Begin to give money back to the payer; never more than was paid, whoever tries at the same time."""
    if not by.may(MAY_REFUND):
        raise NotYourPayment({"number": bill.number})
    lock(bill)
    named = f"refund:{bill.id}:{key or bill.payments.count() + 1}"
    payments = list(
        bill.payments.filter(Q(key=named) | Q(direction=Payment.Direction.IN, state="succeeded")).order_by("id")
    )
    known = next((one for one in payments if key and one.key == named), None)
    if known is not None:
        return known
    if amount_fen <= 0:
        raise MoreThanPaid("amount_fen", expected="more than nothing", got=amount_fen)
    reserve(bill, amount_fen)
    provider, method, reference = online.way_back([one for one in payments if one.direction == IN], amount_fen)
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.BACK,
        amount_fen=amount_fen,
        provider=provider,
        method=method,
        key=named,
        reference=reference,
        reason=reason,
    )
    begin(payment, by=by, now=now, facts={**first_fact(payment), "back": True})
    taker = rules.taken_by(provider, reference=reference, back=True)
    pending(payment, debit=bill.payer, credit=taker, now=now)
    _put_call(payment, now=now)
    return payment


def reserve(bill: Bill, amount_fen: int) -> None:
    """Set a sum aside to go back, of what is left of a bill; raises `MoreThanPaid`."""
    room = Bill.objects.filter(pk=bill.pk, paid_fen__gte=F("refunded_fen") + F("reserved_fen") + amount_fen)
    if room.update(reserved_fen=F("reserved_fen") + amount_fen):
        bill.reserved_fen += amount_fen  # nobody else can have changed it: the bill is held
    else:
        most = queries.refundable(bill)
        raise MoreThanPaid("amount_fen", expected=f"at most {most}", got=amount_fen, facts={"most_fen": most})


def first_fact(payment: Payment) -> dict[str, object]:
    """Return the first fact of a payment: what its row is verified by later."""
    named = {"provider": payment.provider, "method": payment.method}
    known = {"reference": rules.digest_of(payment.reference)} if payment.reference else {}
    return {"amount_fen": payment.amount_fen, "until": timeline.told_at(payment.until_at), **named, **known}


def pending(payment: Payment, *, debit: str, credit: str, now: datetime) -> None:
    """Write down where a payment's money will move."""
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


def _put_call(payment: Payment, *, now: datetime) -> None:
    later.put_last(CALL, arguments={"payment": str(payment.id)}, key=f"ledger.call:{payment.key}", now=now)


def begin_call(*, payment: Payment, now: datetime) -> PaymentRequest | None:
    """Write down that the provider is being called; None when the outcome stands already, or is a person's to tell."""
    lock(payment)
    if payment.state == "intended":
        transition(payment, "call", by=SYSTEM, now=now)
    over = payment.state not in ("called", "unclear") or rules.is_by_hand(payment.fault)
    return None if over else online.request_of(payment, now=now)


def finish_call(*, payment: Payment, answer: PaymentAnswer, now: datetime, beside: bool = False) -> None:
    """Write down what the provider answered, and inquire again where that was no end; twice changes nothing.

    A refund that a provider refuses is left to a person: it goes another way, or nowhere.

    An inquiry `beside` those that are planned plans none itself: there is one chain of them, however often it is asked.
    """
    lock(payment.bill, payment)
    if payment.state not in OPEN:
        return
    known = rules.is_by_hand(payment.fault)
    if answer.outcome == "failed" and payment.direction == BACK and payment.provider in REAL:
        answer = replace(answer, outcome="by_hand", fault=rules.by_hand(answer.fault))
    if answer.is_final:
        succeeded = answer.outcome == "succeeded"
        conclude(
            payment,
            succeeded=succeeded,
            reference=answer.reference,
            by=SYSTEM,
            now=now,
            at=answer.at,
            fault=answer.fault[:60],
        )
        return
    sets: dict[str, object] = {"fault": answer.fault[:60], "tries": payment.tries + 1}
    if answer.show:
        sets["show"] = answer.show
        told = {"provider": payment.provider, "row": payment.pk, "show": rules.digest_of(answer.show)}
        timeline.write(payment.stream(), "ledger.code_shown", by=SYSTEM, now=now, facts=told)
    change(payment, sets)
    lost = pauses.is_lost(outcome=answer.outcome, tries=payment.tries, back=payment.direction == BACK)
    if answer.outcome == "by_hand" and payment.direction == BACK:
        _leave_to_hands(payment, answer.fault, known=known, now=now)
    elif payment.state == "called" and lost:
        transition(payment, "lose_track", by=SYSTEM, now=now)
    pause_s = pauses.pause_s(outcome=answer.outcome, tries=payment.tries, back=payment.direction == BACK)
    if payment.provider in REAL and not beside and answer.outcome != "by_hand":
        again_at = now + timedelta(seconds=pause_s)
        key = f"ledger.look:{payment.id}:{payment.tries}"
        later.put(CALL, arguments={"payment": str(payment.id)}, key=key, now=now, run_at=again_at)


def leave_to_hands(payment: Payment, fault: str, *, now: datetime) -> None:
    """Leave a refund that begins to a person at once: no provider is asked; expects it held."""
    transition(payment, "call", by=SYSTEM, now=now)
    change(payment, {"fault": fault})
    _leave_to_hands(payment, fault, known=False, now=now)


def leave_unasked(payment: Payment, *, now: datetime) -> None:
    """Leave a refund that no provider will be asked for to a person at once: nobody reads that one sends it."""
    why = online.why_unasked(payment) if payment.state == "intended" else ""
    if why:
        leave_to_hands(payment, rules.by_hand(why), now=now)


def _leave_to_hands(payment: Payment, fault: str, *, known: bool, now: datetime) -> None:
    """Say once that no provider sends a refund, and what it said where it refused: a person of finance does.

    Who gets it is asked to which account where it goes by a transfer; else finance gives it back where it was paid, or
    says that it goes by one.
    """
    facts = {"amount_fen": payment.amount_fen, "by_hand": True, **rules.refusal(payment.provider, fault)}
    if payment.state == "called":
        transition(payment, "lose_track", by=SYSTEM, now=now, facts=facts)
    elif not known:
        timeline.write(payment.stream(), "payment.unsent", by=SYSTEM, now=now, facts={"row": payment.pk, **facts})
    if not known and payment.provider in rules.REMITTED:
        ask_account(payment, now=now)


def inquire_now(*, payment: Payment, now: datetime) -> None:
    """Ask the provider at once what became of a payment, beside the inquiries that are planned."""
    put_inquiry(payment, now=now)


def put_inquiry(payment: Payment, *, now: datetime) -> None:
    """Have a provider asked about a payment at once."""
    key = f"ledger.look:{payment.id}:by-hand:{now.isoformat(timespec='seconds')}"
    later.put(CALL, arguments={"payment": str(payment.id), "beside": 1}, key=key, now=now)


def lose_track(*, payment: Payment, fault: str, now: datetime) -> None:
    """Say that only a person can tell what became of a payment that is under way."""
    change(payment, {"fault": fault[:60]})
    transition(payment, "lose_track", by=SYSTEM, now=now)


def clear(*, payment: Payment, succeeded: bool, reference: str, by: Actor, now: datetime, way: str = "") -> None:
    """Say, as a person who looked at the provider's books, what became of an unclear payment; `way` if none of ours."""
    lock(payment.bill, payment)
    at = queries.stated_at(payment) if succeeded else None
    said = succeeded and is_shops(payment)
    fault, way = (SHOP_SAID, rules.IN_SHOP) if said else ("", way)
    conclude(payment, succeeded=succeeded, reference=reference, by=by, now=now, at=at, fault=fault, way=way)


def found_gone(back: Payment, *, at: datetime, now: datetime) -> None:
    """Say that a refund went back by hand, also one the provider had refused; expects bill and refund locked."""
    if back.state == "failed":
        reserve(back.bill, back.amount_fen)
    conclude(back, succeeded=True, reference="", by=SYSTEM, now=now, at=at)


def conclude(
    payment: Payment,
    *,
    succeeded: bool,
    reference: str,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    fault: str = "",
    way: str = "",
    why: str = "",
) -> None:
    """Say how a payment ended, and move its money; expects bill and payment locked."""
    step, moved = "succeed" if succeeded else "fail", (at or now) if succeeded else None
    back = payment.direction == BACK
    of = payment.reference if back else None
    kept = rules.numbered(reference, provider=payment.provider, goes_back_of=of) if succeeded else {}
    sets: dict[str, object] = {**kept, "show": "", "payer_sealed": "", "payee_sealed": ""}
    sets["fault"] = fault
    sets |= {"moved_at": moved} if moved else {}
    facts = {"amount_fen": payment.amount_fen, **{name: rules.digest_of(text) for name, text in kept.items()}}
    facts |= {"moved_at": timeline.told_at(moved)} if moved else {}
    if back:
        facts |= _of_refund(payment, fault, succeeded=succeeded, way=way)
    facts |= {"otherwise": True} if fault in (*rules.PAID_OTHERWISE, rules.OTHER_WAY) else {}
    facts |= {"voided": True} if fault == rules.VOIDED else {}
    facts |= {GIVEN_UP[fault]: True} if fault in GIVEN_UP else {}
    facts |= {"proof": payment.proof} if payment.proof else {}
    transition(payment, step, by=by, now=now, facts=facts, sets=sets, why=why)
    state = Transfer.State.POSTED if succeeded else Transfer.State.VOID
    sides = {"credit": _given_by_shop(payment)} if shops_money.FROM_SHOP in facts else {}
    Transfer.objects.filter(payment=payment).update(state=state, settled_at=now, **sides)
    if succeeded and payment.provider in REAL:
        told = payment.differences.filter(kind="not_settled", ended_at=None)
        end_by_themselves(told, now=now)
    if payment.direction == Payment.Direction.IN:
        if succeeded:
            _paid(payment.bill, payment.amount_fen, now=now)
            _no_cash_any_more(payment, now=now)
        return
    if "booked_with" in facts:
        _lay_there(payment, str(facts["booked_with"]), now=now)
    _gave_back(payment.bill, payment, succeeded=succeeded, now=now)


def _of_refund(back: Payment, fault: str, *, succeeded: bool, way: str) -> dict[str, object]:
    """Return what is told of a refund that ended: which way it went, or what its provider said."""
    if not succeeded:
        return {"stays": True, **rules.refusal(back.provider, fault or back.fault)}
    went = way or rules.went_by(back.provider, by_hand=rules.is_by_hand(back.fault))
    there = rules.provider_account(back.provider) in shops_money.STATED
    apart = {shops_money.FROM_SHOP: True} if there and fault == SHOP_SAID else _booked_with(back)
    return {"went_back": True, "way": went, **apart}


def _given_by_shop(back: Payment) -> str:
    return shops_money.gives_from(taker=queries.taker(back.bill), payee=back.bill.payee)


def reroute(payment: Payment, way: str, *, by: Actor, now: datetime) -> None:
    """Say that a refund its provider refused goes another way of the house's; expects bill and payment locked."""
    change(payment, {"provider": way, "method": way})
    taker = rules.taken_by(way, reference="", back=True)
    Transfer.objects.filter(payment=payment, state=Transfer.State.PENDING).update(credit=taker)
    facts = {"row": payment.pk, "provider": way, "method": way, "amount_fen": payment.amount_fen}
    timeline.write(payment.stream(), "payment.rerouted", by=by, now=now, facts=facts)


def _booked_with(back: Payment) -> dict[str, str]:
    """Return, as a fact, with which other provider the money of a refund was booked that went over its own."""
    first = back.bill.payments.filter(direction=Payment.Direction.IN, state="succeeded").order_by("id").first()
    apart = first is not None and rules.laid(booked=first.provider, went_by=back.provider)
    return {"booked_with": first.provider} if first and apart else {}


def _lay_there(back: Payment, booked: str, *, now: datetime) -> None:
    """Book what went back over a provider as having lain there: its number was told only after it was booked."""
    sides = rules.laid(booked=booked, went_by=back.provider)
    if sides is not None:
        key, fen = f"{rules.LAID_KEY}{back.key}", back.amount_fen
        postings.post(back.bill, debit=sides[0], credit=sides[1], amount_fen=fen, key=key, reason=rules.LAID, now=now)


def _no_cash_any_more(paid: Payment, *, now: datetime) -> None:
    """The bill is paid: cash that was about to be taken for it is not."""
    for one in paid.bill.payments.filter(provider=rules.CASH, state="intended").exclude(pk=paid.pk):
        lock(one)
        conclude(one, succeeded=False, reference="", by=SYSTEM, now=now, fault=rules.OTHER_WAY)


def _paid(bill: Bill, amount_fen: int, *, now: datetime) -> None:
    sets = {"paid_fen": bill.paid_fen + amount_fen}
    if sets["paid_fen"] == bill.total_fen and bill.state == "agreed":
        transition(bill, "settle", by=SYSTEM, now=now, facts=sets, sets=sets)
    elif sets["paid_fen"] <= bill.total_fen:
        change(bill, sets)


def _gave_back(bill: Bill, payment: Payment, *, succeeded: bool, now: datetime) -> None:
    amount = payment.amount_fen
    changes: dict[str, object] = {"reserved_fen": F("reserved_fen") - amount}
    if succeeded:
        changes |= {"refunded_fen": F("refunded_fen") + amount}
        changes |= {"by_hand": True} if payment.provider in rules.OWN else {}
    Bill.objects.filter(pk=bill.pk).update(**changes)
    bill.refresh_from_db()
    if not succeeded:
        return
    key = f"credit:{payment.key}"
    postings.post(bill, debit=bill.payee, credit=bill.payer, amount_fen=amount, key=key, reason="credit", now=now)
    bills.given_back(bill, now=now)
