"""Money of a bill that moved in somebody else's books: a platform gave it back, and some of it came in again.

No provider of ours is called. What has gone there can't go back a second time; what came in again can. Each movement
bears the `source` whose decision it was, is told by one fact, and is posted as a refund is: from the payer's account
and to it.
"""

from datetime import datetime

from django.db.models import F

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, transition
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import bills
from anxin.domain.ledger.actions.payments import MoreThanPaid
from anxin.domain.ledger.models import Bill, Transfer


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
        for one in Transfer.objects.filter(key__in=(row.key, f"credit:{row.key}")).order_by("id"):
            bills.reverse(transfer=one, now=now)
        _tell(bill, rules.REVERSED, source, number, row.amount_fen, by=by, now=now)
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


def _post(bill: Bill, source: str, reason: str, amount_fen: int, *, by: Actor, now: datetime) -> None:
    """Post a movement on both of its ways, and tell of it."""
    number = Transfer.objects.filter(bill=bill, key__startswith=rules.elsewhere_key(source, "")).count() + 1
    key = rules.elsewhere_key(source, number)
    ways = rules.ways_elsewhere(reason, payer=bill.payer, payee=bill.payee, taker=queries.taker(bill))
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
        for named, debit, credit in ways
    )
    _tell(bill, reason, source, number, amount_fen, by=by, now=now)


def _tell(bill: Bill, what: str, source: str, number: int, amount_fen: int, *, by: Actor, now: datetime) -> None:
    facts = {"row": bill.pk, "source": source, "number": number, "amount_fen": amount_fen}
    timeline.write(bill.stream(), f"ledger.{what}", by=by, now=now, facts=facts)
