"""What a shop gave back by itself: it counts at once, and the claims about its lines tell of it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Outcome, Payout
from anxin.domain.claims.queries import line_money
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Bill


def take_shop_refund(
    *, purchase: Purchase, positions: Collection[int], fen: int, reference: str, by: Actor, now: datetime
) -> bool:
    """Write down what a shop gave back for some lines; return whether a claim about them is open, to be looked at.

    It is booked as gone back of the order; what was not left of the lines any more went twice, and the claim that gave
    it says so.
    """
    lock(purchase)
    bill = bills.latest(stream_of(purchase))
    if bill is not None:
        lock(bill)  # what a claim pays goes before or after this
    left, said = line_money.of_order(purchase).left_fen(positions), line_money.contestable(purchase, positions)
    shown, new = goods.take_refund(purchase=purchase, positions=positions, fen=fen, reference=reference, by=by, now=now)
    if bill is not None:
        book_gone(purchase, bill, by=by, now=now)
    about = Claim.objects.filter(lines__line__purchase=purchase, lines__line__position__in=positions).distinct()
    open_ones = list(about.filter(lines__open=True))
    for one in open_ones:
        facts: dict[str, object] = {"amount_fen": fen, "reference": reference}
        timeline.write(one.stream(), "claims.refunded_in_shop", by=by, now=now, facts=facts)
    twice = max(new - left, 0) + max(shown - new - said, 0)
    gave = about.filter(_gave()).order_by("-created_at").first() if twice else None
    if gave is not None:
        facts = {"amount_fen": shown, "left_fen": shown - twice}
        timeline.write(gave.stream(), "claims.gone_twice", by=by, now=now, facts=facts)
    return bool(open_ones)


def book_gone(purchase: Purchase, bill: Bill, *, by: Actor, now: datetime) -> None:
    """Book as gone elsewhere what the shop gave back of an order: its bill holds no more than is left of its lines."""
    order = line_money.of_order(purchase)
    gone = bills.refundable(bill) - order.left_fen([line.position for line in order.lines])
    if gone > 0:
        ledger.gone_elsewhere(bill=bill, source=str(purchase.pk), amount_fen=gone, by=by, now=now)


def unbook(purchase: Purchase, bill: Bill, fen: int, *, now: datetime) -> None:
    """Let so much of a bill be here that a shop only said it gave back, and that goes to its payer now."""
    order, source = line_money.of_order(purchase), str(purchase.pk)
    left, (booked, came) = order.left_fen([one.position for one in order.lines]), bills.elsewhere(bill, source=source)
    short = min(left + fen - bills.refundable(bill), booked)
    if short > 0:
        ledger.put_right_elsewhere(bill=bill, source=source, gone_fen=booked - short, came_fen=came, by=SYSTEM, now=now)


def _gave() -> Q:
    """Return what tells the claims that gave money: here, or by a platform that proves it."""
    sent = Payout.objects.filter(claim=OuterRef("pk")).exclude(payment__state="failed")
    there = Outcome.objects.filter(claim=OuterRef("pk"), amount_fen__gt=0).exclude(told_by__in=rules.SAID)
    return Q(Exists(sent)) | Q(Exists(there))
