"""An order's bill as what its shop gave back by itself leaves it: what went elsewhere is booked as gone."""

from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.domain.claims.queries import line_money
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.actions.bound_refunds import level
from anxin.domain.ledger.models import Bill


def book_gone(purchase: Purchase, bill: Bill, *, by: Actor, now: datetime) -> None:
    """Book as gone elsewhere what the shop gave back of an order: its bill holds what is left of its lines, no more.

    What the shop says later came to nothing is booked back.
    """
    gone = bills.refundable(bill) - _left(purchase, bill, by=by, now=now)
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
    source, left = str(purchase.pk), _left(purchase, bill, by=SYSTEM, now=now)
    booked, came = bills.elsewhere(bill, source=source)
    short = min(left + fen - bills.refundable(bill), booked)
    if short > 0:
        ledger.put_right_elsewhere(bill=bill, source=source, gone_fen=booked - short, came_fen=came, by=SYSTEM, now=now)


def _left(purchase: Purchase, bill: Bill, *, by: Actor, now: datetime) -> int:
    """Return what is left of an order, also of what only its provider tells that it went back."""
    order, apart = line_money.of_order(purchase), level(bill, by=by, now=now)
    return max(order.left_fen([one.position for one in order.lines]) - apart, 0)
