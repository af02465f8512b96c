"""What a buyer can claim about: orders with their lines, what stands open about them, and the most that may go back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.domain.claims.choices import NOT_REFUNDED
from anxin.domain.claims.models import ClaimLine
from anxin.domain.claims.queries import claimed_pieces, freight, line_money
from anxin.domain.claims.queries.claimed_pieces import SaidBack, said_of
from anxin.domain.claims.queries.lookup import left_of, options
from anxin.domain.claims.queries.piece_places import LEFT, PlacedPieces, placed
from anxin.domain.claims.rules import TypeAllowed
from anxin.domain.claims.rules.filing import fits_masked
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Purchase

NEWEST = 50


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One line of an order; `open_claim` is the number of the first claim that is open about pieces of it.

    `free`: how many pieces none is open about, and that have not gone back.
    """

    position: int
    title: str
    sku: str
    quantity: int
    amount_fen: int
    refunded_fen: int
    open_claim: str
    free: int
    said: tuple[SaidBack, ...] = ()
    """What is said to have gone back of it, to be contradicted on its claim."""
    places: tuple[PlacedPieces, ...] = ()
    """Where pieces of it are that left their buyer."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order as its buyer reads it before he claims; `unnamed_fen` went back in its shop for no known line."""

    key: str
    seller: str
    seller_slug: str
    platform: str
    bought_at: datetime
    delivered_at: datetime | None
    freight_fen: int
    unnamed_fen: int
    lines: tuple[OrderLine, ...]
    freight_alone_fen: int = 0
    """The freight that can be asked for alone: all goods have gone back."""

    @property
    def total_fen(self) -> int:
        """Return what was paid, freight included."""
        return sum(line.amount_fen for line in self.lines) + self.freight_fen

    @property
    def refunded_fen(self) -> int:
        """Return what went back in the shop before, as its orders say."""
        return sum(line.refunded_fen for line in self.lines)

    @property
    def is_said(self) -> bool:
        """Return whether money is said to have gone for a line, which its buyer may contradict."""
        return any(line.said for line in self.lines)

    @property
    def claimable(self) -> bool:
        """Return whether a piece of any line is free."""
        return any(line.free for line in self.lines)


def order(purchase: Purchase) -> Order:
    """Show an order to its buyer (four queries; two where it has no freight; more where claims are open)."""
    found = replace(_orders([purchase])[0], freight_alone_fen=freight.alone_fen(purchase))
    if not any(one.open_claim and one.free for one in found.lines):
        return found
    free = {one.position: one for one in purchase.lines.select_related("purchase")}
    told = claimed_pieces.of_order(free.values())
    return replace(found, lines=tuple(replace(one, free=told[free[one.position].pk].count) for one in found.lines))


def order_keys(actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """Return a buyer's newest orders by number and shop (one query)."""
    return list(goods.purchases_of(actor, now=now).values_list("order_key", "seller__slug")[:NEWEST])


def orders(actor: Actor, *, now: datetime) -> tuple[Order, ...]:
    """Return a buyer's newest orders (three queries)."""
    return _orders(list(goods.purchases_of(actor, now=now).prefetch_related("lines")[:NEWEST]))


def order_on_call(*, order_key: str, phone: str, seller: str = "") -> Purchase:
    """Return the order that a caller names by its number, and by its phone unless the order shows none whole.

    Of one that is shown masked the digits that are shown must fit. Raises `goods.no_such_purchase`;
    `goods.several_shops` where several have such an order and none was named.
    """
    rows = Purchase.objects.select_related("seller", "platform", "buyer__place")
    known = Q(buyer__phone_index__in=vault.blind_indexes(phone)) if phone else Q(pk=None)
    unseen = Q(buyer__phone_index="", buyer__erased_at=None)
    found = goods.the_only(rows.filter(known | unseen), order_key, seller=seller)
    if phone and found.buyer and not found.buyer.phone_index and not fits_masked(found.buyer.phone_masked, phone):
        raise goods.NoSuchPurchase({"order": order_key})
    return found


def _orders(rows: list[Purchase]) -> tuple[Order, ...]:
    told = list(claimed_pieces.with_said(ClaimLine.objects.filter(line__purchase__in=rows), Q(open=True) | LEFT))
    claimed = claimed_pieces.claimed(told)
    return tuple(_order(row, claimed, told) for row in rows)


def _order(row: Purchase, claimed: Iterable[ClaimLine], told: Sequence[ClaimLine]) -> Order:
    about: dict[UUID, list[ClaimLine]] = {}
    for one in claimed:
        about.setdefault(one.line_id, []).append(one)
    places = placed(told)
    lines = sorted(row.lines.all(), key=lambda one: one.position)
    return Order(
        key=row.order_key,
        seller=row.seller.name,
        seller_slug=row.seller.slug,
        platform=row.platform.name if row.platform else "",
        bought_at=row.bought_at,
        delivered_at=row.delivered_at,
        freight_fen=row.freight_fen,
        unnamed_fen=row.unnamed_fen,
        lines=tuple(
            OrderLine(
                position=line.position,
                title=line.title,
                sku=line.sku,
                quantity=line.quantity,
                amount_fen=line.amount_fen,
                refunded_fen=line.refunded_fen,
                open_claim=next((one.claim.number for one in about.get(line.id, ())), ""),
                free=max(line.quantity - sum(one.quantity for one in about.get(line.id, ())), 0),
                said=said_of(one for one in told if one.line_id == line.id),
                places=tuple(one for one in places if one.line == line.id),
            )
            for line in lines
        ),
    )


def options_for(
    *, purchase: Purchase, pieces: Mapping[int, int], reason: str, now: datetime
) -> tuple[TypeAllowed, ...]:
    """Return which kinds of claim the rules allow for so many pieces of lines by their positions, and why."""
    lines = list(purchase.lines.select_related("product__brand").filter(position__in=list(pieces)))
    return options(purchase=purchase, lines=lines, pieces=pieces, reason=reason, now=now)


def most_for(*, purchase: Purchase, pieces: Mapping[int, int], reason: str = "") -> int:
    """Return the most that may be asked back for so many pieces of lines, and has not gone back already.

    Where a refund did not arrive: what of these lines the shop only says it gave back.
    """
    if reason == NOT_REFUNDED:
        return line_money.contestable(purchase, pieces)
    room, left = line_money.of_order(purchase).room_fen(pieces), left_of(purchase)
    return room if left is None else min(room, left)
