"""The book of what a shop gave back of an order: what was told, and what of it counts beside the claims."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime
from uuid import UUID

from anxin.core.states import beside, keep_beside
from anxin.domain.goods.models import Purchase, PurchaseLine, ShopRefund
from anxin.domain.goods.rules import shop_book
from anxin.domain.goods.rules.shop_book import Counted, Pieces, Shares, ShopMoney, ToldRefund, ToldTotal, plain, share

_MONEY: list[Callable[[Purchase], Sequence[ShopMoney]]] = []
_WORDS: list[Callable[[Purchase], Sequence[ShopRefund]]] = []
_PIECES: list[Callable[[Purchase], Mapping[UUID, Pieces]]] = []


def counts_money(money: Callable[[Purchase], Sequence[ShopMoney]]) -> None:
    """Declare who says what claims count of the money of an order's shop."""
    _MONEY.append(money)


def tells_words(words: Callable[[Purchase], Sequence[ShopRefund]]) -> None:
    """Declare who says which refunds an order's shop told of that its book has only once nobody contradicts them."""
    _WORDS.append(words)


def knows_pieces(pieces: Callable[[Purchase], Mapping[UUID, Pieces]]) -> None:
    """Declare who says how many pieces of each line each claim about an order is about."""
    _PIECES.append(pieces)


def book_of(purchase: Purchase) -> list[ShopRefund]:
    """Return all that was told of an order, in the order of its telling (one query, of a held order once)."""
    rows = ShopRefund.objects.filter(purchase=purchase).order_by("told_at", "id")
    return beside(purchase, "shop book", lambda: list(rows), ShopRefund)


def words_of(purchase: Purchase) -> list[ShopRefund]:
    """Return the refunds its shop told of that wait beside an order's book, as the book will have them."""
    return [one for tell in _WORDS for one in tell(purchase)]


def keep_book(purchase: Purchase, rows: list[ShopRefund]) -> None:
    """Remember the book of a held order as this block wrote it."""
    keep_beside(purchase, "shop book", rows, ShopRefund)


def counted(
    purchase: Purchase,
    rows: Sequence[ShopRefund],
    *,
    lines: Sequence[PurchaseLine] | None = None,
    always: bool = False,
) -> Counted:
    """Return what counts of some rows of an order's book; what claims count is asked if there are any, or `always`."""
    lines = list(purchase.lines.all()) if lines is None else lines
    prices = _prices_on(purchase, rows, lines)
    return shop_book.count(
        prices={one.position: one.amount_fen for one in lines},
        freight_fen=purchase.freight_fen,
        told=[_refund(one, prices.get(one.typed_on, {})) for one in rows if one.number],
        totals=[ToldTotal(position=one.positions[0], fen=one.fen, at=one.told_at) for one in rows if not one.number],
        money=[each for asks in _MONEY for each in asks(purchase)] if rows or always else (),
    )


def _prices_on(
    purchase: Purchase, rows: Sequence[ShopRefund], lines: Sequence[PurchaseLine]
) -> dict[UUID | None, Shares]:
    """Return what the pieces of each line cost of each claim on which a refund was typed (one query where any was)."""
    if not any(one.typed_on for one in rows):
        return {}
    of = {one.position: one for one in lines}
    return {
        claim: {at: share(of[at].amount_fen, pieces=count, of=of[at].quantity) for at, count in pieces.items()}
        for asks in _PIECES
        for claim, pieces in asks(purchase).items()
    }


def told_by(purchase: Purchase, moment: datetime) -> list[ShopRefund]:
    """Return what was told of an order until a moment, each refund with the sum it had then (as `book_of` costs)."""
    return [_as_told(one, moment) for one in book_of(purchase) if one.told_at <= moment]


def _as_told(row: ShopRefund, moment: datetime) -> ShopRefund:
    since = (fen for fen, raised in row.lower if datetime.fromisoformat(raised) > moment)
    if (fen := next(since, None)) is None:
        return row
    before = copy(row)
    before.fen, before.proven_fen = fen, min(row.proven_fen, fen)
    return before


def told_under(purchase: Purchase, reference: str) -> ShopRefund | None:
    """Return the refund of a number, however it is spelt, for who wants to say something of it (one query)."""
    return next((one for one in book_of(purchase) if one.number == plain(reference)), None) if reference else None


def total_of(purchase: Purchase, position: int) -> int:
    """Return what the shop's files say that went back of a line in all (one query)."""
    rows = ShopRefund.objects.filter(purchase=purchase, number="", positions=[position])
    return max(rows.values_list("fen", flat=True), default=0)


def told_of_line(purchase: Purchase, position: int) -> int:
    """Return what went back of a line in its shop, whoever told it, beside the claims: what a file tells another house.

    One query; what claims count is asked only where refunds were told by their numbers.
    """
    rows = book_of(purchase)
    total = max((one.fen for one in rows if not one.number and one.positions == [position]), default=0)
    numbered = any(one.number for one in rows)
    return max(total, counted(purchase, rows).gone.get(position, 0)) if numbered else total


def most_proven(purchase: Purchase) -> dict[int, int]:
    """Return how much more its shop can prove to have given back of each line of an order, freight with it."""
    return counted(purchase, book_of(purchase)).room


def unnamed_refunds(purchase: Purchase) -> dict[str, ShopRefund]:
    """Return what the shop gave back that no claim counts and nobody said yet for which line, each by its number."""
    if not purchase.unnamed_fen:
        return {}
    rows = book_of(purchase)
    rest = counted(purchase, rows).rest
    return {one.number: one for one in rows if one.number and not one.positions and rest[one.number]}


def _refund(row: ShopRefund, pieces: Shares) -> ToldRefund:
    return ToldRefund(
        number=row.number,
        positions=tuple(row.positions),
        fen=row.fen,
        told_at=row.told_at,
        proven_fen=row.proven_fen,
        proven_at=row.proven_at,
        typed_on=row.typed_on,
        pieces=pieces,
    )
