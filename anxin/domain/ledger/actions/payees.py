"""Who gets money back that no provider sends is asked to which account, and asked again until he says it."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import payees
from anxin.domain.ledger.queries.payees import Payee
from anxin.domain.ledger.queries.refund_cases import case_of
from anxin.domain.ledger.queries.unclear_payments import ACCOUNT, is_unreachable
from anxin.domain.ledger.rules.payees import SHOP_SAID, plain_number
from anxin.domain.people import actions as people


def ask_account(payment: Payment, *, now: datetime) -> None:
    """Ask who gets a refund to which account, if he can be reached; expects it held."""
    if is_unreachable(payment):
        return
    _ask(payment, now=now)
    clocks.start(ACCOUNT, payment.stream(), whose=payment.bill.payer, now=now)


def ask_for_account(*, payment: Payment, by: Actor, now: datetime) -> None:
    """Ask, as finance, where a refund is to go that goes by bank: who gets it says so on his case."""
    lock(payment.bill, payment)
    if not payees.takes_account(payment) or payees.is_asked(payment) or is_unreachable(payment):
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    ask_account(payment, now=now)


def say_account(*, payment: Payment, name: str, bank: str, number: str, by: Actor, now: datetime) -> None:
    """Say to which account a refund goes, as who gets it, or as finance whom he told; the last word counts."""
    lock(payment.bill, payment)
    if not payees.takes_account(payment):
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    bare = plain_number(number)
    if not bare:
        raise Invalid("number", expected="an account number of 8 to 30 digits, or a wallet's phone or mail", got="")
    told, before = Payee(name=name.strip(), bank=bank.strip(), number=bare), payees.payee_of(payment)
    facts = {"row": payment.pk, "amount_fen": payment.amount_fen, **({"house": True} if by.kind == "staff" else {})}
    facts |= {"came": True} if payment.kept_at else {}
    change(payment, {"payee_sealed": payees.sealed(payment, told, now=now), "kept_at": None})
    was = {"before": before.masked} if before is not None and before != told else None
    timeline.write(payment.stream(), "ledger.account_told", by=by, now=now, facts=facts, private=was)
    if not payees.unsaid(payees.by_hand(payment.stream())):
        clocks.meet(payment.stream(), ACCOUNT, now=now)


def keep_owed(*, payment: Payment, by: Actor, now: datetime) -> None:
    """Keep a refund as owed, as finance: who gets it had his data deleted, and nobody is asked or reminded any more."""
    lock(payment.bill, payment)
    if not payees.takes_account(payment) or payment.payee_sealed or payment.kept_at or not is_unreachable(payment):
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    change(payment, {"kept_at": now})
    if not payees.unsaid(payees.by_hand(payment.stream())):
        clocks.stop(payment.stream(), ACCOUNT, now=now)
    facts = {"row": payment.pk, "amount_fen": payment.amount_fen}
    timeline.write(payment.stream(), "ledger.kept_owed", by=by, now=now, facts=facts)


def open_account(*, payment: Payment, reason: str, by: Actor, now: datetime) -> Payee:
    """Return to whom a refund goes, as finance; who looked and why stays in the record, and its owner reads it."""
    lock(payment.bill, payment)
    found = payees.payee_of(payment)
    if found is None:
        raise WrongState({"machine": "payment", "step": "succeed", "state": payment.state})
    owner = payees.owner_of(payment.bill)
    if owner is not None:
        people.note_account(person=owner, stream=case_of(payment), reason=reason, by=by, now=now)
    seen = {"row": payment.pk, "reason": reason}
    timeline.write(payment.stream(), "ledger.account_seen", by=by, now=now, facts=seen)
    return found


def say_missing(*, payment: Payment, text: str, by: Actor, now: datetime) -> None:
    """Say, as who gets it, that a refund by transfer has not arrived; finance looks and answers."""
    lock(payment.bill, payment)
    if not payees.may_miss(payment, now):
        raise WrongState({"machine": "payment", "step": "come_back", "state": payment.state})
    change(payment, {"missed_at": now})
    _word(payment, text, by=by, now=now)


def answer_missing(*, payment: Payment, text: str, by: Actor, now: datetime) -> None:
    """Answer, as finance, who says that his refund has not arrived."""
    lock(payment.bill, payment)
    if payment.missed_at is None:
        raise WrongState({"machine": "payment", "step": "come_back", "state": payment.state})
    change(payment, {"missed_at": None})
    _word(payment, text, by=by, now=now, answer=True)


def _word(payment: Payment, text: str, *, by: Actor, now: datetime, answer: bool = False) -> None:
    facts = {"row": payment.pk, "refund": payment.pk, "amount_fen": payment.amount_fen}
    facts |= {"answer": True} if answer else {"missed": True}
    facts |= {"in_shop": True} if payment.fault == SHOP_SAID and not answer else {}
    private = {"text": text} if text else None
    timeline.write(payment.stream(), "ledger.refund_said", by=by, now=now, facts=facts, private=private)


def account_unsaid(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Ask anew where nobody has said to which account a refund goes, and wait on."""
    waiting = [one for one in payees.unsaid(payees.by_hand(stream)) if not is_unreachable(one)]
    for payment in waiting:
        _ask(payment, now=now, again=True)
    if waiting:
        clocks.start(ACCOUNT, stream, whose=clock.whose, now=now)


def _ask(payment: Payment, *, now: datetime, again: bool = False) -> None:
    told: dict[str, object] = {"row": payment.pk, "amount_fen": payment.amount_fen}
    told |= {"again": True} if again else {}
    told |= {"came_back": True} if payment.reason == rules.CAME_BACK else {}
    timeline.write(payment.stream(), "ledger.account_asked", by=SYSTEM, now=now, facts=told)
