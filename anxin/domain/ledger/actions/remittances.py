"""Money that moves outside of every provider: written down by one person of finance, booked once a second agrees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from anxin.core import timeline, vault, wording
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import begin, begin_once, change, lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions import bills, outside, payments, returned_transfers
from anxin.domain.ledger.actions.corrections import SecondPerson
from anxin.domain.ledger.models import Bill, Payment, Remittance
from anxin.domain.ledger.queries import payees, refund_cases, sent_transfers
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.queries.witnesses import remittance_told
from anxin.domain.ledger.rules import besides
from anxin.domain.ledger.rules.remittances import EXCESS, PLAIN, plain_reference

NOON = time(12)


class ReferenceKnown(Invalid):
    """This reference was written down already: the same money is booked once."""

    code = "ledger.reference_known"


class CameAlike(Invalid):
    """As much came for this bill on this day already: perhaps by another reference of the same money."""

    code = "ledger.came_alike"


class FirstSayWhat(WrongState):
    """What became of a payment of this bill is unclear: that is said first."""

    code = "ledger.first_say_what"


class ReplacedMeanwhile(WrongState):
    """Another bill took the place of this one: what came is said to be for that."""

    code = "ledger.replaced_meanwhile"


class FirstAgreed(WrongState):
    """A part came of a bill that its payer has not agreed to."""

    code = "ledger.first_agreed"


@dataclass(frozen=True, kw_only=True)
class Received:
    """What a bank, or a slip, says of money that moved: how much, when, by which reference, who paid and what for."""

    way: str
    amount_fen: int
    moved_date: date
    reference: str
    payer: str = ""
    remark: str = ""
    proof: SealedFile | None = None
    excess: bool = False

    @property
    def plain(self) -> str:
        """Return the reference as it is compared; of what went beyond what was owed it is the same transfer's."""
        plain = plain_reference(self.reference)
        return plain[: PLAIN - 1] + EXCESS if self.excess else plain


def take_down(
    told: Received,
    *,
    by: Actor,
    now: datetime,
    back: bool = False,
    bill: Bill | None = None,
    payment: Payment | None = None,
    returns: Remittance | None = None,
    repeats: Remittance | None = None,
) -> Remittance:
    """Write down that money moved; nothing is booked by it. Raises `ledger.reference_known` for the same once more."""
    _check(told, now)
    row = Remittance(
        id=uuid7(),
        direction=Payment.Direction.BACK if back else Payment.Direction.IN,
        way=told.way,
        amount_fen=told.amount_fen,
        moved_date=told.moved_date,
        reference=told.reference,
        plain=told.plain,
        proof=told.proof.sha256 if told.proof else "",
        bill=bill,
        payment=payment,
        returns=returns,
        repeats=repeats,
    )
    row.payer_sealed = vault.seal(queries.PAYER, row.id, told.payer) if told.payer else ""
    row.remark_sealed = vault.seal(queries.REMARK, row.id, told.remark) if told.remark else ""
    if not begin_once(row, by=by, now=now, facts=_drawn(row)):
        raise ReferenceKnown("reference", expected="a reference that is not known yet", got=told.reference)
    return row


def tick(sent: Remittance, day: date, *, by: Actor, now: datetime) -> None:
    """Write down that a transfer of ours stands in the bank's statement, once."""
    lock(sent)
    if sent.seen_date is None:
        change(sent, {"seen_date": day})
        timeline.write(sent.stream(), "remittance.seen", by=by, now=now, facts={"row": sent.pk, **_drawn(sent)})


def propose_twice(*, remittance: Remittance, by: Actor, now: datetime) -> None:
    """Say that a transfer went out though its refund had gone; it is owed back once a second person agrees."""
    queries.hold(remittance)
    if not remittance.is_second:
        raise WrongState({"machine": "remittance", "step": "propose", "state": remittance.state})
    sets = {"proposed_by": by.key}
    _set(remittance, sets)
    transition(remittance, "propose", by=by, now=now, facts=_drawn(remittance), sets=sets)
    tell(remittance, "ledger.remittance_proposed", by=by, now=now)


def _check(told: Received, now: datetime) -> None:
    if told.way not in rules.REMITTED:
        raise Invalid("way", expected=" | ".join(rules.REMITTED), got=told.way)
    if told.amount_fen <= 0:
        raise Invalid("amount_fen", expected="more than nothing", got=told.amount_fen)
    if not plain_reference(told.reference):
        raise Invalid("reference", expected="letters or digits", got=told.reference)
    if told.moved_date > now.astimezone(SHANGHAI).date():
        raise Invalid("moved_date", expected="today, or a day before", got=told.moved_date.isoformat())


def _not_before(moved: date, since: date) -> None:
    """Refuse a day on which there was nothing yet to give back."""
    if moved < since:
        first = _("{day} or later").format(day=wording.written(since))
        raise Invalid("moved_date", expected=first, got=moved.isoformat())


def receive(*, told: Received, number: str, by: Actor, now: datetime, again: bool = False) -> Remittance:
    """Write down money that came for a bill, and propose to book it there.

    Raises `ledger.came_alike` where as much came for it on that day, unless it is said to have come `again`.
    """
    bill = queries.bill_for(number, by=by)
    _only_once(bill, told.amount_fen, told.moved_date, again=again)
    row = take_down(told, by=by, now=now, bill=bill)
    propose_for(row, bill, by=by, now=now)
    return row


def propose(*, remittance: Remittance, number: str, by: Actor, now: datetime, again: bool = False) -> None:
    """Say which bill money that came is for; nothing is booked until a second person agrees. Raises as `receive`."""
    lock(remittance)
    bill = queries.bill_for(number, by=by)
    _only_once(bill, remittance.amount_fen, remittance.moved_date, again=again)
    propose_for(remittance, bill, by=by, now=now)


def _only_once(bill: Bill, fen: int, day: date, *, again: bool) -> None:
    alike = queries.alike(bill, fen, day)
    if alike is not None and not again:
        facts = {"number": bill.number, "reference": alike.reference}
        raise CameAlike("again", expected="yes, where it came twice", got="no", facts=facts)


def say_returned(*, remittance: Remittance, number: str, by: Actor, now: datetime) -> None:
    """Say which transfer of ours came back with this money; nothing is booked until a second person agrees."""
    lock(remittance)
    sent = sent_transfers.sent_for(number, fen=remittance.amount_fen)
    _not_before(remittance.moved_date, sent.moved_date)
    _return(remittance, sent, by=by, now=now)


def return_sent(*, sent: Remittance, told: Received, by: Actor, now: datetime) -> Remittance:
    """Write down that a bank sent a transfer of ours back; nothing is booked until a second person agrees."""
    queries.hold(sent)
    if sent.state != "booked" or sent_transfers.is_coming_back(sent):
        raise WrongState({"machine": "remittance", "step": "come_back", "state": sent.state})
    _not_before(told.moved_date, sent.moved_date)
    row = take_down(told, by=by, now=now)
    _return(row, sent, by=by, now=now)
    return row


def _return(row: Remittance, sent: Remittance, *, by: Actor, now: datetime) -> None:
    sets = {"bill": sent.bill, "returns": sent, "proposed_by": by.key}
    _set(row, sets)
    transition(row, "propose", by=by, now=now, facts=_drawn(row), sets=sets)
    tell(row, "ledger.remittance_proposed", by=by, now=now)


def propose_for(row: Remittance, bill: Bill, *, by: Actor, now: datetime) -> None:
    """Propose to book money on a bill, or for its refund, and tell its case."""
    row.bill, row.proposed_by = bill, by.key
    transition(row, "propose", by=by, now=now, facts=_drawn(row), sets={"bill": bill, "proposed_by": by.key})
    tell(row, "ledger.remittance_proposed", by=by, now=now)


def pay_out(*, payment: Payment, told: Received, by: Actor, now: datetime, account: int = 0) -> Remittance:
    """Say by which transfer a refund was paid out, and to which of the accounts given; a second person has to agree.

    One that a provider was asked for, and didn't refuse, may still go there: of that nobody says so.
    """
    lock(payment)
    if payment.state != "unclear" or not refund_cases.is_for_hands(payment) or refund_cases.is_paid_out(payment):
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    _not_before(told.moved_date, payment.created_at.astimezone(SHANGHAI).date())
    given = payees.accounts_given(payment)
    if account not in range(max(len(given), 1)):
        raise Invalid("account", expected=f"0 to {max(len(given) - 1, 0)}, the last one said first", got=account)
    if given:
        payee = given[account].payee
        told = replace(told, payer=payee.name, remark=f"{payee.bank} {payee.number}")
    told = replace(told, amount_fen=sent_transfers.sum_sent(payment, told.reference))
    row = take_down(told, by=by, now=now, back=True, bill=payment.bill, payment=payment)
    propose_for(row, payment.bill, by=by, now=now)
    return row


def give_rest_back(*, remittance: Remittance, told: Received, by: Actor, now: datetime) -> Remittance:
    """Say by which transfer what came too much went back; it counts once a second person agrees."""
    lock(remittance)
    if remittance.bill is None or sent_transfers.is_coming_back(remittance):
        raise WrongState({"machine": "remittance", "step": "book", "state": remittance.state})
    _not_before(told.moved_date, remittance.moved_date)
    row = take_down(told, by=by, now=now, back=True, bill=remittance.bill, returns=remittance)
    propose_for(row, remittance.bill, by=by, now=now)
    return row


def book_remittance(*, remittance: Remittance, by: Actor, now: datetime) -> None:
    """Book, as a second person, what was proposed: the bill, and whoever pays it, follow. Raises `SecondPerson`."""
    queries.hold(remittance)
    if remittance.proposed_by == by.key:
        raise SecondPerson({"number": remittance.reference})
    if remittance.returns is not None and remittance.direction == Payment.Direction.IN:
        _booked(remittance, {}, by=by, now=now)
        returned_transfers.came_back(remittance, remittance.returns, by=by, now=now)
        return
    if remittance.direction == Payment.Direction.IN:
        _came(remittance, by=by, now=now)
    elif remittance.payment is not None:
        _paid_out(remittance, remittance.payment, by=by, now=now)
        _booked(remittance, {}, by=by, now=now)
        _keep_excess(remittance, remittance.payment, by=by, now=now)
    else:
        _booked(remittance, {}, by=by, now=now)
        reason = besides.TWICE if remittance.is_second else besides.RETURNED_OVER
        outside.post(remittance, reason, remittance.amount_fen, by=by, now=now)
    tell(remittance, "ledger.remittance_booked", by=by, now=now)


def refuse(*, remittance: Remittance, why: str, by: Actor, now: datetime) -> None:
    """Book nothing: what came waits for another bill, what was said to have gone back is put aside."""
    queries.hold(remittance)
    tell(remittance, "ledger.remittance_refused", by=by, now=now, why=why)
    came = remittance.direction == Payment.Direction.IN
    sets: dict[str, object] = {"proposed_by": "", "bill": None, "returns": None} if came else {}
    _set(remittance, sets)
    step = "refuse" if came else "drop"
    transition(remittance, step, by=by, now=now, facts=_drawn(remittance), sets=sets, why=why)


def set_aside(*, remittance: Remittance, why: str, by: Actor, now: datetime) -> None:
    """Say that money is of no bill here: a mistake of the bank's, another business of the house."""
    lock(remittance)
    transition(remittance, "set_aside", by=by, now=now, facts=_drawn(remittance), why=why)


def reopen(*, remittance: Remittance, by: Actor, now: datetime) -> None:
    """Look again at money that was put aside."""
    lock(remittance)
    transition(remittance, "reopen", by=by, now=now, facts=_drawn(remittance))


def _came(row: Remittance, *, by: Actor, now: datetime) -> None:
    bill = row.bill
    if bill is None:
        raise WrongState({"machine": "remittance", "step": "book", "state": row.state})
    if bill.state == "replaced":
        raise ReplacedMeanwhile({"number": bill.number})
    fen = _make_room(bill, row.amount_fen, now=now)
    payment = _pay(bill, row, fen, by=by, now=now) if fen else None
    over = row.amount_fen - fen
    _booked(row, {"payment": payment, "over_fen": over}, by=by, now=now)
    if over:
        outside.post(row, besides.KEPT_OVER, over, by=by, now=now)


def _make_room(bill: Bill, fen: int, *, now: datetime) -> int:
    """Return how much of what came this bill takes; a code to pay that is still about is given up for it.

    Who pays the whole of a bill that he was shown agrees to it, as he does by a code; a part of it says nothing of the
    rest. Raises `ledger.first_agreed` then.
    """
    open_ones = list(bill.payments.filter(direction=Payment.Direction.IN, state__in=payments.OPEN).order_by("id"))
    if any(one.state == "unclear" for one in open_ones):
        raise FirstSayWhat({"number": bill.number})
    if bill.state == "shown":
        if fen < bill.total_fen - bill.paid_fen:
            raise FirstAgreed({"number": bill.number})
        bills.agree(bill=bill, by=SYSTEM, now=now)
    if bill.state != "agreed":
        return 0
    for one in open_ones:
        lock(one)
        payments.conclude(one, succeeded=False, reference="", by=SYSTEM, now=now, fault=rules.BY_TRANSFER)
    return min(fen, bill.total_fen - bill.paid_fen)


def _pay(bill: Bill, row: Remittance, fen: int, *, by: Actor, now: datetime) -> Payment:
    payment = Payment(
        bill=bill,
        direction=Payment.Direction.IN,
        amount_fen=fen,
        provider=row.way,
        method=row.way,
        key=f"pay:{bill.id}:{bill.payments.count() + 1}",
        reference=row.reference,
    )
    begin(payment, by=by, now=now, facts=payments.first_fact(payment))
    account = rules.taken_by(row.way, reference=row.reference, back=False)
    payments.pending(payment, debit=account, credit=bill.payer, now=now)
    at = datetime.combine(row.moved_date, NOON, SHANGHAI)
    payments.conclude(payment, succeeded=True, reference=row.reference, by=SYSTEM, now=now, at=min(at, now))
    return payment


def _paid_out(row: Remittance, payment: Payment, *, by: Actor, now: datetime) -> None:
    if payment.provider != row.way:
        payments.reroute(payment, row.way, by=by, now=now)
    at = max(datetime.combine(row.moved_date, NOON, SHANGHAI), payment.created_at)
    payments.conclude(payment, succeeded=True, reference=row.reference, by=SYSTEM, now=now, at=min(at, now))


def _keep_excess(row: Remittance, payment: Payment, *, by: Actor, now: datetime) -> None:
    """Write down what went by a transfer beyond what was owed still: it has gone twice, and two say so."""
    more = row.amount_fen - payment.amount_fen
    if more <= 0:
        return
    told = Received(way=row.way, amount_fen=more, moved_date=row.moved_date, reference=row.reference, excess=True)
    payer = queries.payer_of(row)
    told = replace(told, payer=payer.name, remark=payer.remark)
    excess = take_down(told, by=by, now=now, back=True, bill=row.bill, repeats=row)
    if row.seen_date is not None:
        tick(excess, row.seen_date, by=by, now=now)


def _booked(row: Remittance, sets: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    _set(row, sets)
    transition(row, "book", by=by, now=now, facts=_drawn(row), sets=sets)


def _set(row: Remittance, sets: Mapping[str, object]) -> None:
    for name, value in sets.items():
        setattr(row, name, value)


def _drawn(row: Remittance) -> dict[str, object]:
    return {"drawn": remittance_told(row)}


def tell(row: Remittance, code: str, *, by: Actor, now: datetime, why: str = "", in_shop: bool = False) -> None:
    """Tell the bill's case what becomes of the money."""
    if row.bill is None:
        return
    same = {"row": str(row.pk), "remittance": str(row.pk)}
    facts = same | {"number": row.bill.number, "amount_fen": row.amount_fen, "provider": row.way}
    facts |= {"over_fen": row.over_fen} if row.over_fen else {}
    facts |= {"twice": True} if row.is_second else {}
    facts |= {"in_shop": True} if in_shop else {}
    facts |= {"back": True} if row.direction == Payment.Direction.BACK else {}
    timeline.write(row.bill.stream(), code, by=by, now=now, facts=facts, private={"why": why} if why else None)
