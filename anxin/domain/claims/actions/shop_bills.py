"""An order's bill as what its shop gave back by itself leaves it: what went elsewhere is booked as gone."""

from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.domain.claims.queries import line_money
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Bill


def book_gone(purchase: Purchase, bill: Bill, *, by: Actor, now: datetime) -> None:
    """Book as gone elsewhere what the shop gave back of an order: its bill holds what is left of its lines, no more.

    What the shop says later came to nothing is booked back.
    """
    order = line_money.of_order(purchase)
    gone = bills.refundable(bill) - order.left_fen([line.position for line in order.lines])
    source = str(purchase.pk)
    if gone > 0:
        ledger.gone_elsewhere(bill=bill, source=source, amount_fen=gone, by=by, now=now)
    elif gone < 0:
        was, came = bills.elsewhere(bill, source=source)
        if was:
            fen = max(was + gone, 0)
            ledger.put_right_elsewhere(bill=bill, source=source, gone_fen=fen, came_fen=came, by=by, now=now)


def unbook(purchase: Purchase, bill: Bill, fen: int, *, now: datetime) -> None:
    """Let so much of a bill be here that a shop only said it gave back, and that goes to its payer now."""
    order, source = line_money.of_order(purchase), str(purchase.pk)
    left, (booked, came) = order.left_fen([one.position for one in order.lines]), bills.elsewhere(bill, source=source)
    short = min(left + fen - bills.refundable(bill), booked)
    if short > 0:
        ledger.put_right_elsewhere(bill=bill, source=source, gone_fen=booked - short, came_fen=came, by=SYSTEM, now=now)
