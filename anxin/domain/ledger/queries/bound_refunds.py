"""Refunds that a provider's statement tells and that were given to a bill, beside what its order's shop tells."""

from collections.abc import Sequence

from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.queries import shop_book
from anxin.domain.goods.rules.shop_book import Counted
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Difference, Payment, Transfer
from anxin.domain.ledger.queries import bindings, elsewhere
from anxin.domain.ledger.queries.paid_there import ORDER
from anxin.domain.ledger.rules import bound_refunds
from anxin.domain.ledger.rules.bound_refunds import APART, BoundRefund, BoundShare, left_told, numbers_of
from anxin.domain.ledger.rules.shops_money import OVER_KEY

type Bound = Sequence[Difference]


def bound_to(bill: Bill) -> list[Difference]:
    """Return the refunds that were given to a bill and are none of ours, the oldest first (one query)."""
    rows = Difference.objects.filter(voucher=bill.number, end=rules.BOUND, payment=None)
    return list(rows.order_by("found_at", "id"))


def shares_of(bill: Bill, bound: Bound, purchase: Purchase | None = None) -> dict[str, BoundShare]:
    """Return how refunds of a bill stand beside what its order's shop tells (three queries, of a held order none)."""
    refunds = [_refund(one) for one in bound]
    return bound_refunds.shares(refunds, _counted(purchase or _order_of(bill))) if refunds else {}


def joined(bill: Bill, row: Difference) -> tuple[BoundShare, int]:
    """Return how a refund stands that joins the others of its bill, and how much more of these its shop tells of."""
    others = [one for one in bound_to(bill) if one.pk != row.pk]
    shares = shares_of(bill, [*others, row])
    before = sum(one.told_fen for one in shares_of(bill, others).values())
    return shares[str(row.pk)], sum(one.told_fen for one in shares.values()) - before


def room_fen(bill: Bill, row: Difference) -> tuple[int, int]:
    """Return how much a refund would move its bill, and how much can: what its shop gave of its own makes room."""
    share, told = joined(bill, row)
    own, _came = elsewhere(bill, source=str(bill.stream_key))
    return share.booked_fen, bindings.left_fen(bill) + min(told, own)


def apart_fen(purchase: Purchase) -> tuple[int, int]:
    """Return what in all was given to an order's bills of a provider's refunds, and what of it only the provider tells.

    One query more than its bills.
    """
    every = apart = 0
    for bill in Bill.objects.filter(stream_kind=ORDER, stream_key=purchase.pk, refunded_fen__gt=0):
        bound = bound_to(bill)
        every += sum(one.theirs_fen or 0 for one in bound)
        apart += sum(one.apart_fen for one in shares_of(bill, bound, purchase).values())
    return every, apart


def named_by_shop(bill: Bill, row: Difference) -> str:
    """Return by which number its order's shop tells of a refund beside the claims; empty where by none of its own."""
    return next((one.reference for one in _left(bill, row) if one.number in _refund(row).numbers), "")


def alike(bill: Bill, row: Difference) -> list[ShopRefund]:
    """Return what its order's shop tells by other numbers of this very sum, and no other line of a statement is.

    None where the shop tells this one by its own number.
    """
    if named_by_shop(bill, row):
        return []
    return [one for one in _left(bill, row) if one.fen == row.theirs_fen and one.number not in _refund(row).numbers]


def twin_of(bill: Bill, row: Difference) -> Payment | None:
    """Return the refund of ours that a line may be; none where its order's shop tells it beside all of them."""
    return None if named_by_shop(bill, row) else bindings.untold_refund(bill, row)


def _left(bill: Bill, row: Difference) -> list[ShopRefund]:
    """Return what a shop tells of a bill's order that no claim counts, and no other refund of a statement is.

    Its words that wait until nobody contradicts them are among it: the book has them afterwards.
    """
    purchase = _order_of(bill)
    words = _words(purchase) if purchase else []
    told = [*words, *(one for one in shop_book.book_of(purchase) if one.number)] if purchase else []
    if not told:
        return []
    others = [_refund(one) for one in bound_to(bill) if one.pk != row.pk]
    left = left_told(others, _counted(purchase, words))
    return [one for one in told if left.get(one.number)]


def _words(purchase: Purchase) -> list[ShopRefund]:
    """Return what a shop's word tells by numbers that its order's book has not yet."""
    known = {one.number for one in shop_book.book_of(purchase)}
    return [one for one in shop_book.words_of(purchase) if one.number not in known]


def went_over_fen(bill: Bill, source: str) -> int:
    """Return how much of a refund that a claim counts as its shop's is booked with the provider by now."""
    rows = Transfer.objects.filter(bill=bill, key__startswith=f"{OVER_KEY}{source}:")
    return sum(one.amount_fen if one.debit == bill.payee else -one.amount_fen for one in rows)


def is_shops_own(bill: Bill, back: Payment) -> bool:
    """Return whether a refund of ours is booked as its shop's own, though its order was paid to a provider."""
    return Transfer.objects.filter(payment=back, credit=bill.payee).exclude(debit=bill.payee).exists()


def _order_of(bill: Bill) -> Purchase | None:
    return Purchase.objects.filter(pk=bill.stream_key).first() if bill.stream_kind == ORDER else None


def _counted(purchase: Purchase | None, words: Sequence[ShopRefund] = ()) -> Counted:
    if purchase is None:
        return Counted(gone={}, proven={})
    return shop_book.counted(purchase, [*shop_book.book_of(purchase), *words], always=True)


def _refund(row: Difference) -> BoundRefund:
    numbers = numbers_of(row.number, row.reference)
    return BoundRefund(key=str(row.pk), fen=row.theirs_fen or 0, numbers=numbers, told_as=numbers_of(row.told_as))


def unasked(bill: Bill, reference: str) -> Difference | None:
    """Return the refund of a bill that its shop's of this number may be, and of which nobody was asked that."""
    rows = (one for one in bound_to(bill) if not one.told_as)
    return next((one for one in rows if any(each.reference == reference for each in alike(bill, one))), None)


def told_since(row: Difference) -> str:
    """Return by which number the shop tells, since it was given to its bill, of a refund that may be this one."""
    return _since(row, said=False)


def said_since(row: Difference) -> str:
    """Return the number of a word of its merchant's that counts for nothing yet, and will count as this refund."""
    return _since(row, said=True)


def _since(row: Difference, *, said: bool) -> str:
    if row.end != rules.BOUND or row.payment_id is not None or row.told_as:
        return ""
    bill = bindings.bill_named(row.voucher)
    words = {one.number for one in _words(order)} if (order := _order_of(bill)) else set[str]()
    return next((one.reference for one in alike(bill, row) if (one.number in words) == said), "")


def shop_number(row: Difference) -> str:
    """Return by which number the shop tells of a refund, as a person or the number itself said; empty if by none."""
    return "" if row.told_as == APART else row.told_as
