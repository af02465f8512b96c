"""Money of a bill that moved in somebody else's books: a platform gave it back, and some of it came in again.

No provider of ours is called. What has gone there can't go back a second time; what came in again can. Each movement
bears the `source` whose decision it was, is told by one fact, and is posted as a refund is: from the payer's account
and to it. What a shop or its platform gave leaves no account of a provider of ours, but the shop's own.
"""

from datetime import datetime

from django.db.models import F

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, transition
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import postings
from anxin.domain.ledger.actions.payments import MoreThanPaid
from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.ledger.queries import paid_there
from anxin.domain.ledger.rules import shops_money


def gone_elsewhere(*, bill: Bill, source: str, amount_fen: int, by: Actor, now: datetime) -> int:
    """Book that money has gone back elsewhere; give how much of it was still here, which is all that is booked."""
    lock(bill)
    booked = min(amount_fen, queries.refundable(bill))
    if booked > 0:
        count_back(bill, booked, now=now)
        _post(bill, source, rules.GONE, booked, by=by, now=now)
    return max(booked, 0)


def came_in_again(*, bill: Bill, source: str, gone_fen: int, came_fen: int, by: Actor, now: datetime) -> None:
    """Book that of `gone_fen` which went elsewhere `came_fen` have come in again by now, in all.

    What wasn't booked as gone, because nothing was left here, comes in first: it leaves the bill as it is.
    """
    lock(bill)
    booked, came = queries.elsewhere(bill, source=source)
    more = came_fen - (gone_fen - booked) - came
    if more > 0:
        count_back(bill, -more, now=now)
        _post(bill, source, rules.CAME, more, by=by, now=now)


def put_right_elsewhere(*, bill: Bill, source: str, gone_fen: int, came_fen: int, by: Actor, now: datetime) -> int:
    """Reverse what was booked as gone elsewhere, and book what had gone in truth; give how much of it is booked."""
    lock(bill)
    was, _came = queries.elsewhere(bill, source=source)
    booked = min(gone_fen, was + queries.refundable(bill))
    count_back(bill, booked - was, now=now)
    for row in queries.movements_elsewhere(bill, source=source, reason=rules.GONE):
        number = int(row.key.rpartition(":")[2])
        postings.reverse_refund(row.key, now=now)
        _tell(bill, rules.REVERSED, source, number, row.amount_fen, account=row.credit, by=by, now=now)
    if booked:
        _post(bill, source, rules.GONE, booked, by=by, now=now)
    came_in_again(bill=bill, source=source, gone_fen=gone_fen, came_fen=came_fen, by=by, now=now)
    return booked


def count_back(bill: Bill, fen: int, *, now: datetime) -> None:
    """Count what has gone back up or down, never past what was paid, and take the bill's step where it is the last."""
    room = Bill.objects.filter(
        pk=bill.pk, refunded_fen__gte=-fen, paid_fen__gte=F("refunded_fen") + F("reserved_fen") + fen
    )
    if not room.update(refunded_fen=F("refunded_fen") + fen):
        most = queries.refundable(bill)
        raise MoreThanPaid("amount_fen", expected=f"at most {most}", got=fen, facts={"most_fen": most})
    bill.refresh_from_db()
    facts = {"refunded_fen": bill.refunded_fen}
    if bill.refunded_fen == bill.paid_fen and bill.state in ("paid", "invoiced"):
        transition(bill, "give_back", by=SYSTEM, now=now, facts=facts)
    elif bill.refunded_fen < bill.paid_fen and bill.state == "refunded":
        transition(bill, "regain", by=SYSTEM, now=now, facts=facts)


def book_with_shop(*, bill: Bill, now: datetime) -> None:
    """Book with its shop what an earlier version took from a provider on its word; a second time changes nothing.

    It is booked as of now: a month that is over stays as it was read.
    """
    lock(bill)
    for row in paid_there.misbooked().filter(bill=bill):
        gone = row.credit in shops_money.STATED
        debit, credit = (row.credit, bill.payee) if gone else (bill.payee, row.debit)
        key = f"{shops_money.OWN_KEY}{row.key}"
        fen, reason = row.amount_fen, shops_money.WITH_SHOP
        postings.post(bill, debit=debit, credit=credit, amount_fen=fen, key=key, reason=reason, now=now)
        facts = {"row": bill.pk, "of": row.key, "amount_fen": fen}
        timeline.write(bill.stream(), f"ledger.{shops_money.WITH_SHOP}", by=SYSTEM, now=now, facts=facts)


def _post(bill: Bill, source: str, reason: str, amount_fen: int, *, by: Actor, now: datetime) -> None:
    """Post a movement on both of its ways, and tell of it."""
    number = Transfer.objects.filter(bill=bill, key__startswith=rules.elsewhere_key(source, "")).count() + 1
    key, taker = rules.elsewhere_key(source, number), queries.taker(bill)
    if not source.startswith(shops_money.THERE):
        taker = shops_money.gives_from(taker=taker, payee=bill.payee)
    Transfer.objects.bulk_create(
        Transfer(
            bill=bill,
            debit=debit,
            credit=credit,
            amount_fen=amount_fen,
            state=Transfer.State.POSTED,
            key=f"{named}{key}",
            reason=reason,
            created_at=now,
            settled_at=now,
        )
        for named, debit, credit in rules.ways_elsewhere(reason, payer=bill.payer, payee=bill.payee, taker=taker)
    )
    _tell(bill, reason, source, number, amount_fen, account=taker, by=by, now=now)


def _tell(
    bill: Bill, what: str, source: str, number: int, amount_fen: int, *, account: str, by: Actor, now: datetime
) -> None:
    facts = {"row": bill.pk, "source": source, "number": number, "amount_fen": amount_fen}
    facts |= {shops_money.FROM_SHOP: True} if account == bill.payee else {}
    timeline.write(bill.stream(), f"ledger.{what}", by=by, now=now, facts=facts)
