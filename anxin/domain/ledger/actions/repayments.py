"""Money of a paid bill goes back to its payer once two persons agree: who has the case proposes, finance sends it."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import bills, payments
from anxin.domain.ledger.actions.corrections import SecondPerson
from anxin.domain.ledger.models import Bill, Payment, Repayment
from anxin.domain.ledger.wording import RELEASED, WARRANTED


class RepaymentWaits(WrongState):
    """Money of this bill waits already to be given back."""

    code = "ledger.repayment_waits"


class RepaymentEnded(WrongState):
    """Somebody sent it, or refused to, already."""

    code = "ledger.repayment_ended"


def propose_repayment(*, bill: Bill, amount_fen: int, reason: str, why: str, by: Actor, now: datetime) -> Repayment:
    """Propose to give money of a paid bill back; nothing moves until somebody of finance agrees.

    Raises `ledger.too_much` for more than is left of what was paid, `ledger.repayment_waits` for a second one.
    """
    if reason not in rules.REPAYMENTS:
        raise Invalid("reason", expected=" | ".join(rules.REPAYMENTS), got=reason)
    lock(bill)
    most = queries.refundable(bill)
    if not 0 < amount_fen <= most:
        raise payments.MoreThanPaid("amount_fen", expected=f"1 to {most}", got=amount_fen, facts={"most_fen": most})
    if bill.repayments.filter(ended_at=None).exists():
        raise RepaymentWaits({"number": bill.number})
    row = Repayment.objects.create(bill=bill, amount_fen=amount_fen, reason=reason, proposed_by=by.key, proposed_at=now)
    _tell(row, "ledger.repayment_proposed", why, by=by, now=now)
    return row


def propose_repayments(
    *, stream: StreamKey, amount_fen: int, reason: str, why: str, by: Actor, now: datetime
) -> list[Repayment]:
    """Propose to give money back that was paid for a case, whichever of its bills it was paid of: one each.

    The newest bill's goes first. Raises as `propose_repayment`, also where money of another of its bills waits.
    """
    here = queries.repayable(stream)
    lock(*here)
    most = sum(queries.refundable(bill) for bill in here)
    if not 0 < amount_fen <= most:
        raise payments.MoreThanPaid("amount_fen", expected=f"1 to {most}", got=amount_fen, facts={"most_fen": most})
    waiting = queries.waiting_to_go_back(stream)
    if waiting is not None:
        raise RepaymentWaits({"number": waiting.number})
    found, left = [], amount_fen
    for bill in here:
        fen = min(left, queries.refundable(bill))
        left -= fen
        if fen:
            found.append(propose_repayment(bill=bill, amount_fen=fen, reason=reason, why=why, by=by, now=now))
    return found


def propose_release(*, bill: Bill, why: str, by: Actor, now: datetime) -> Repayment:
    """Propose to let a bill go because it was decided that its payer pays nothing; raises as `propose_repayment`."""
    lock(bill)
    fen = queries.releasable(bill)
    if fen <= 0:
        raise payments.MoreThanPaid("amount_fen", expected="a bill with something open or paid", got=fen)
    if bill.repayments.filter(ended_at=None).exists():
        raise RepaymentWaits({"number": bill.number})
    row = Repayment.objects.create(bill=bill, amount_fen=fen, reason=rules.DECIDED, proposed_by=by.key, proposed_at=now)
    _tell(row, "ledger.repayment_proposed", why, by=by, now=now)
    return row


def propose_lowering(*, bill: Bill, to_fen: int, why: str, by: Actor, now: datetime) -> Repayment:
    """Propose that a bill which was agreed to falls to a sum, as its brand pays; raises as `propose_repayment`."""
    lock(bill)
    fen = queries.releasable(bill) - to_fen
    if fen <= 0:
        raise payments.MoreThanPaid("to_fen", expected="less than the bill asks for", got=to_fen)
    if bill.repayments.filter(ended_at=None).exists():
        raise RepaymentWaits({"number": bill.number})
    told = {"reason": rules.BY_BRAND, "proposed_by": by.key, "proposed_at": now}
    row = Repayment.objects.create(bill=bill, amount_fen=fen, **told)
    _tell(row, "ledger.repayment_proposed", why, by=by, now=now)
    return row


def agree_to_repayment(*, repayment: Repayment, by: Actor, now: datetime) -> Payment | None:
    """Send what was proposed, as another than who proposed it; twice is once.

    Of a bill that is let go, or falls, what is open is asked for no more, and what was paid is sent.
    """
    _hold_open(repayment)
    bill = repayment.bill
    if repayment.proposed_by == by.key:
        raise SecondPerson({"number": bill.number})
    fen = repayment.amount_fen
    if repayment.reason in (rules.DECIDED, rules.BY_BRAND):
        settle = _let_go if repayment.reason == rules.DECIDED else _lower
        fen = settle(repayment, by=by, now=now)
        if not fen:
            _end(repayment, "agreed", by=by, now=now)
            return None
    payment = payments.refund(
        bill=bill,
        amount_fen=fen,
        reason=repayment.reason,
        key=f"r{repayment.pk.hex[-20:]}",
        by=by,
        now=now,
    )
    _end(repayment, "agreed", by=by, now=now, payment=payment)
    _tell(repayment, "ledger.repayment_agreed", "", by=by, now=now)
    return payment


def _let_go(row: Repayment, *, by: Actor, now: datetime) -> int:
    """Waive what is open of a bill that is let go; give what is to go back of it."""
    bill, fen = row.bill, queries.releasable(row.bill)
    if fen != row.amount_fen:
        raise payments.MoreThanPaid("amount_fen", expected=str(fen), got=row.amount_fen, facts={"most_fen": fen})
    due = queries.still_due(bill)
    _tell(row, "ledger.release_agreed", "", by=by, now=now, open_fen=due)
    if due:
        bills.let_go(bill=bill, why=str(RELEASED), by=by, now=now)
    return queries.refundable(bill)


def _lower(row: Repayment, *, by: Actor, now: datetime) -> int:
    """Ask for no more of a bill that falls; give what is to go back of it, be it paid meanwhile or before."""
    bill, less = row.bill, min(row.amount_fen, queries.still_due(row.bill))
    _tell(row, "ledger.lowering_agreed", "", by=by, now=now)
    if less:
        bills.set_total(bill=bill, to_fen=bill.total_fen - less, why=str(WARRANTED), by=SYSTEM, now=now, wrong=True)
        if bill.state == "shown":
            bills.agree(bill=bill, by=SYSTEM, now=now)
    return row.amount_fen - less


def refuse_repayment(*, repayment: Repayment, why: str, by: Actor, now: datetime) -> None:
    """Send nothing; who has the case reads why."""
    _hold_open(repayment)
    _end(repayment, "refused", by=by, now=now)
    _tell(repayment, "ledger.repayment_refused", why, by=by, now=now)


def _hold_open(row: Repayment) -> None:
    lock(row.bill)
    row.refresh_from_db(fields=["ended_at"])
    if row.ended_at is not None:
        raise RepaymentEnded({"number": row.bill.number})


def _end(row: Repayment, how: str, *, by: Actor, now: datetime, payment: Payment | None = None) -> None:
    row.ended_at, row.ended_by, row.end, row.payment = now, by.key, how, payment
    row.save(update_fields=["ended_at", "ended_by", "end", "payment"])


def _tell(row: Repayment, code: str, why: str, *, by: Actor, now: datetime, open_fen: int | None = None) -> None:
    facts = {"row": str(row.pk), "number": row.bill.number, "amount_fen": row.amount_fen, "reason": row.reason}
    facts |= {} if open_fen is None else {"open_fen": open_fen}
    timeline.write(row.bill.stream(), code, by=by, now=now, facts=facts, private={"why": why} if why else None)
