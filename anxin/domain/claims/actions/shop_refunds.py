"""What a shop gave back by itself: it counts at once, and the claims about its lines tell of it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from anxin.core import timeline
from anxin.core.actors import Actor
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
    left = line_money.of_order(purchase).left_fen(positions)
    back = goods.take_refund(purchase=purchase, positions=positions, fen=fen, by=by, now=now)
    if bill is not None:
        book_gone(purchase, bill, by=by, now=now)
    about = Claim.objects.filter(lines__line__purchase=purchase, lines__line__position__in=positions).distinct()
    open_ones = list(about.filter(lines__open=True))
    for one in open_ones:
        facts: dict[str, object] = {"amount_fen": fen, "reference": reference}
        timeline.write(one.stream(), "claims.refunded_in_shop", by=by, now=now, facts=facts)
    gave = about.filter(_gave()).order_by("-created_at").first() if left < back else None
    if gave is not None:
        facts = {"amount_fen": back, "left_fen": left}
        timeline.write(gave.stream(), "claims.gone_twice", by=by, now=now, facts=facts)
    return bool(open_ones)


def book_gone(purchase: Purchase, bill: Bill, *, by: Actor, now: datetime) -> None:
    """Book as gone elsewhere what the shop gave back of an order: its bill holds no more than is left of its lines."""
    order = line_money.of_order(purchase)
    gone = bills.refundable(bill) - order.left_fen([line.position for line in order.lines])
    if gone > 0:
        ledger.gone_elsewhere(bill=bill, source=str(purchase.pk), amount_fen=gone, by=by, now=now)


def _gave() -> Q:
    """Return what tells the claims that gave money: here, or by a platform that proves it."""
    sent = Payout.objects.filter(claim=OuterRef("pk")).exclude(payment__state="failed")
    there = Outcome.objects.filter(claim=OuterRef("pk"), amount_fen__gt=0).exclude(told_by__in=rules.SAID)
    return Q(Exists(sent)) | Q(Exists(there))
