"""Bills: drawn, shown, agreed, reduced, waived."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime

from anxin.core import inserts, numbers
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions.postings import post, reverse
from anxin.domain.ledger.models import Bill, BillLine, Payment, Transfer

UNDER_WAY = ("intended", "called", "unclear")


class NothingToReduce(Invalid):
    """A reduced bill must be lower than before, and not below nothing."""

    code = "ledger.nothing_to_reduce"


class NotOver(WrongState):
    """What the bill is for isn't over: until then nobody lets it go or lowers it."""

    code = "ledger.not_over"


_OVER: dict[str, Callable[[str], bool]] = {}


def declare_over(kind: str, is_over: Callable[[str], bool]) -> None:
    """Say how it is known of a kind of stream that what it is billed for is over; no other bill ever goes or falls."""
    _OVER[kind] = is_over


@dataclasses.dataclass(frozen=True, kw_only=True)
class Charge:
    """One line to charge: what it would cost, what the payer pays of it, and why."""

    code: str
    name: str
    full_fen: int
    amount_fen: int
    quantity: int = 1
    why: str = ""
    name_en: str = ""
    carried: bool = False


def charge(*, stream: StreamKey, lines: Iterable[Charge], payer: str, payee: str, by: Actor, now: datetime) -> Bill:
    """Draw up the bill of a stream."""
    rows = list(lines)
    bill = Bill(
        number=numbers.issue("B", now=now),
        stream_kind=stream.kind,
        stream_key=stream.key,
        payer=payer,
        payee=payee,
        total_fen=sum(one.amount_fen for one in rows),
    )
    told = {"number": bill.number, "payer": payer, "payee": payee, "lines": rules.digest(rows)}
    begin(bill, by=by, now=now, facts={"total_fen": bill.total_fen, **told})
    drawn = [
        BillLine(
            bill=bill,
            position=position,
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            quantity=one.quantity,
            full_fen=one.full_fen,
            amount_fen=one.amount_fen,
            why=one.why,
            carried=one.carried,
        )
        for position, one in enumerate(rows)
    ]
    inserts.insert(drawn)
    return bill


def show(*, bill: Bill, by: Actor, now: datetime) -> None:
    """Show the bill to the payer."""
    lock(bill)
    transition(bill, "show", by=by, now=now, facts={"total_fen": bill.total_fen})


def agree(*, bill: Bill, by: Actor, now: datetime) -> None:
    """Agree to the bill: from here the sum is owed; one that asks for no more than was paid is settled at once."""
    lock(bill)
    transition(bill, "agree", by=by, now=now, facts={"total_fen": bill.total_fen})
    if bill.total_fen:
        charges = Transfer.objects.filter(bill=bill, reason="charge").count()
        post(
            bill,
            debit=bill.payer,
            credit=bill.payee,
            amount_fen=bill.total_fen,
            key=f"charge:{bill.id}:{charges + 1}",
            reason="charge",
            now=now,
        )
    if bill.total_fen == bill.paid_fen:
        transition(bill, "settle", by=SYSTEM, now=now, facts={"paid_fen": bill.paid_fen})


def set_total(*, bill: Bill, to_fen: int, why: str, by: Actor, now: datetime, wrong: bool = False) -> None:
    """Lower the bill, once what it is for is over; the payer reads it anew and agrees anew.

    It falls to what was paid of it at the lowest, and is settled then: what is paid beyond goes back by two. Raises
    `ledger.not_over` before that, unless its payer has said that it is `wrong`.
    """
    lock(bill)
    if not wrong:
        _over(bill)
    if not 0 <= to_fen < bill.total_fen:
        raise NothingToReduce("to_fen", expected=f"0 to {bill.total_fen - 1}", got=to_fen)
    _lower(bill, max(to_fen, bill.paid_fen), why=why, by=by, now=now)


def let_go(*, bill: Bill, why: str, by: Actor, now: datetime) -> None:
    """Let the bill go, once what it is for is over: during a service nobody trades the bill for anything.

    Of one that is paid in part what is open is let go. Raises `ledger.not_over` before that.
    """
    lock(bill)
    _over(bill)
    if bill.paid_fen:
        _lower(bill, bill.paid_fen, why=why, by=by, now=now)
        return
    _uncharge(bill, now=now)
    transition(bill, "waive", by=by, now=now, why=why)


def _lower(bill: Bill, to_fen: int, *, why: str, by: Actor, now: datetime) -> None:
    """Write a lower sum on a bill; one that asks for no more than was paid is settled."""
    _uncharge(bill, now=now)
    facts = {"from_fen": bill.total_fen, "to_fen": to_fen}
    transition(bill, "reduce", by=by, now=now, facts=facts, why=why)
    Bill.objects.filter(pk=bill.pk).update(total_fen=to_fen)
    bill.total_fen = to_fen
    if bill.paid_fen and bill.paid_fen == to_fen:
        agree(bill=bill, by=SYSTEM, now=now)
        given_back(bill, now=now)


def given_back(bill: Bill, *, now: datetime) -> None:
    """End a settled bill of which all that was paid has gone back."""
    if bill.refunded_fen == bill.paid_fen and bill.state in ("paid", "invoiced"):
        transition(bill, "give_back", by=SYSTEM, now=now, facts={"refunded_fen": bill.refunded_fen})


def _over(bill: Bill) -> None:
    is_over = _OVER.get(bill.stream_kind)
    if is_over is None or not is_over(str(bill.stream_key)):
        raise NotOver({"number": bill.number})


def lines_of(bill: Bill) -> list[Charge]:
    """Return what a bill charges and nobody paid yet, to be charged by another in its place.

    By what it was lowered, its last lines are; what was paid of it was paid for its first ones.
    """
    rows = list(bill.lines.order_by("-position"))
    lowered, found = sum(one.amount_fen for one in rows) - bill.total_fen, []
    for one in rows:
        less = min(one.amount_fen, max(0, lowered))
        lowered -= less
        found.append(
            Charge(
                code=one.code,
                name=one.name,
                name_en=one.name_en,
                quantity=one.quantity,
                full_fen=one.full_fen,
                amount_fen=one.amount_fen - less,
                why=one.why,
                carried=one.carried,
            )
        )
    return _unpaid(found[::-1], bill.paid_fen)


def _unpaid(lines: list[Charge], paid_fen: int) -> list[Charge]:
    """Return what is left of lines to pay; what was paid of one stands in its price no more."""
    found = []
    for one in lines:
        paid = min(one.amount_fen, paid_fen)
        paid_fen -= paid
        if not paid or one.full_fen > paid:
            left = dataclasses.replace(one, full_fen=one.full_fen - paid, amount_fen=one.amount_fen - paid)
            found.append(left)
    return found


def replace(*, bill: Bill, by: Actor, now: datetime) -> None:
    """Put a bill aside because another takes its place; one that was agreed to only where no payment is under way.

    One that is paid in part stays, for what was paid: the other asks for the rest (`lines_of`, read before).
    """
    lock(bill)
    if bill.paid_fen:
        _lower(bill, bill.paid_fen, why="", by=by, now=now)
        return
    if bill.state == "agreed":
        _uncharge(bill, now=now)
    transition(bill, "replace", by=by, now=now)


def _uncharge(bill: Bill, *, now: datetime) -> None:
    """Take the charge back, once no payment is under way."""
    under_way = Payment.objects.filter(bill=bill, direction=Payment.Direction.IN, state__in=UNDER_WAY)
    if under_way.exists():
        raise NothingToReduce("bill", expected="no payment under way", got=bill.number)
    for charged in bill.transfers.filter(reason="charge", reversed_by=None):
        reverse(transfer=charged, now=now)
