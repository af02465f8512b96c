"""What of an order's lines can still go back: their price, less what went back in the shop and what claims gave.

Claims that are open about one line are about different pieces of it. What another one gave of it has gone or is going:
its payouts that did not fail, and what a platform proved to have given back, less what of that came in again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.core.states import beside, remember
from anxin.domain.claims import rules
from anxin.domain.claims.choices import NOT_REFUNDED
from anxin.domain.claims.models import Claim, ClaimLine, Outcome, Payout, Recovery
from anxin.domain.claims.queries import given_sums
from anxin.domain.claims.queries.piece_places import PlacedPieces, placed
from anxin.domain.claims.queries.shop_gifts import ShopGifts
from anxin.domain.claims.rules import shared_lines
from anxin.domain.claims.rules.line_money import GivenSum, Gone, OrderPrice, Pieces, PricedLine
from anxin.domain.claims.rules.shared_lines import ClaimedPieces
from anxin.domain.claims.states import CLAIM
from anxin.domain.goods.models import Purchase, PurchaseLine, ShopRefund
from anxin.domain.goods.rules.shop_book import share, spread
from anxin.domain.ledger.models import Payment


@dataclass(frozen=True, kw_only=True)
class ClaimedLines:
    """The lines a claim is about as the order has them: what was paid for them, and what of that can still go back.

    `open_fen`: what the shop and other claims left of it; `room_fen`: what this one left, too. Of one that `contests`
    a refund all three are of what the shop only says it gave back: its bill counts that as gone. `given_fen`: what this
    one gave; `unnamed_fen`: what the shop gave back of the order for no known line; `goods_fen`: what of `room_fen` is
    the goods' own price, not freight.
    """

    lines: list[ClaimLine]
    most_fen: int
    open_fen: int
    room_fen: int
    given_fen: int
    contests: bool
    unnamed_fen: int
    goods_fen: int
    placed: tuple[PlacedPieces, ...] = ()
    """Where pieces of them are that left their buyer, by other claims."""

    def left_fen(self, here: int | None) -> int:
        """Return what can still go back, of an order of whose payment so much is `here`; None where none is known."""
        return self.room_fen if here is None or self.contests else min(self.room_fen, here)


@dataclass(frozen=True, kw_only=True)
class OrderMoney:
    """An order's lines with their price, what has gone back of each, and what can still go back in all.

    `told`: with what sides say that went by a claim while its buyer may contradict it; `free_fen`: what is left beside
    that. As far as it is known, nothing of what is on its way: `twice_fen` has gone twice, `went_fen` in all,
    `sent_fen` of that by claims and `there_fen` by platforms.
    """

    lines: list[PurchaseLine]
    price: OrderPrice
    gone: Gone
    told: Gone
    whole_fen: int
    free_fen: int
    apart_fen: int
    twice_fen: int
    went_fen: int
    sent_fen: int
    there_fen: int
    placed: tuple[PlacedPieces, ...] = ()

    def room_fen(self, pieces: Mapping[int, int]) -> int:
        """Return what can still go back for so many pieces of some lines, named by their positions."""
        chosen = {line.pk: pieces[line.position] for line in self.lines if line.position in pieces}
        return min(sum(self.price.rooms(chosen, self.told).values()), self.free_fen)

    def left_fen(self, positions: Collection[int]) -> int:
        """Return what has not gone back of all pieces of some lines, and of the freight."""
        chosen = [line for line in self.lines if line.position in positions]
        freight = max(self.price.freight_fen - self.gone[None], 0)
        left = sum(max(line.amount_fen - self.gone[line.pk], 0) for line in chosen) + freight
        return min(left, self.whole_fen)

    @property
    def price_fen(self) -> int:
        """Return what was paid for all of it, freight with it."""
        return sum(line.amount_fen for line in self.lines) + self.price.freight_fen

    @property
    def freight_alone_fen(self) -> int:
        """Return the freight that can go back alone, once all goods have gone back."""
        return min(self.price.freight_alone(self.gone), self.whole_fen)

    def is_back(self, lines: Iterable[PurchaseLine]) -> bool:
        """Return whether all that was paid for each of some lines has gone back, or all of the order."""
        chosen = list(lines)
        back = not self.whole_fen or all(line.amount_fen <= self.gone[line.pk] for line in chosen)
        return bool(chosen) and back and all(line.amount_fen > 0 for line in chosen)


def contestable(purchase: Purchase, positions: Collection[int]) -> int:
    """Return what of some lines the shop only says it gave back, and no claim gave instead (two queries)."""
    lines = _lines(purchase)
    keys = [line.pk for line in lines if line.position in positions]
    return _whole(purchase, lines).contestable(keys, given_sums.given(given_sums.drawn(purchase.pk, lines=lines)))


def of_order(purchase: Purchase) -> OrderMoney:
    """Return what was paid for an order's lines, and what has gone back of each (two queries, of a held order once)."""

    def read() -> OrderMoney:
        price, drawn = _whole(purchase, lines := _lines(purchase)), given_sums.drawn(purchase.pk, lines=lines)
        given, gone = given_sums.given(drawn), given_sums.given(drawn, known=True)
        told = given_sums.given(drawn, said=True)
        left, apart = price.left(given), price.apart(given)
        firsts = [next(rows) for _key, rows in groupby(drawn, key=lambda one: one.claim_id)]
        there = sum(max(vars(one)["there_fen"], 0) for one in firsts)
        sums = {"whole_fen": left, "apart_fen": apart, "twice_fen": price.twice(gone), "there_fen": there}
        sums |= {"went_fen": price.in_all(gone), "sent_fen": sum(one.fen for one in gone) - there}
        sums |= {"free_fen": price.left(told)}
        lines_gone, lines_told = price.gone(given), price.gone(told)
        return OrderMoney(lines=lines, price=price, gone=lines_gone, told=lines_told, placed=placed(drawn), **sums)

    claims = (Claim, ClaimLine, Payout, Payment, Outcome, Recovery)
    return beside(purchase, "money", read, Purchase, PurchaseLine, ShopRefund, *claims)


def beyond(purchase: Purchase, less: Mapping[UUID, int]) -> int:
    """Return what went twice of an order beside what is known of some claims' money to have (two queries)."""
    given = given_sums.given(given_sums.drawn(purchase.pk, lines=(lines := _lines(purchase))), known=True, less=less)
    return _whole(purchase, lines).twice(given)


def gone_beside(purchase: Purchase, claims: Collection[UUID]) -> Gone:
    """Return what has gone back of each line of an order beside what some claims gave (two queries)."""
    lines = _lines(purchase)
    drawn = [one for one in given_sums.drawn(purchase.pk, lines=lines) if one.claim_id not in claims]
    return _whole(purchase, lines).gone(given_sums.given(drawn))


def _lines(purchase: Purchase) -> list[PurchaseLine]:
    """Return an order's lines with the order as it is now."""
    rows = PurchaseLine.objects.filter(purchase=purchase).select_related("purchase", "product__brand")
    return list(rows.order_by("position"))


def _whole(purchase: Purchase, lines: Sequence[PurchaseLine]) -> OrderPrice:
    """Return the price of an order by all of its lines."""
    unnamed_fen = lines[0].purchase.unnamed_fen if lines else 0
    return replace(_price(lines, purchase, count=len(lines)), unnamed_fen=unnamed_fen)


def of_claim(row: Claim) -> ClaimedLines:
    """Return the lines a claim is about, and what of their price can still go back (one query).

    One more of an order of which its shop gave something back for no known line: no more than is left of it all.
    """
    every = given_sums.drawn(row.purchase_id, claim=row.pk)
    drawn = [one for one in every if one.claim_id == row.pk or given_sums.gives(one)]
    mine = sorted((one for one in drawn if one.claim_id == row.pk), key=lambda one: one.line.position)
    for one in mine[:1]:
        remember(one.line.purchase)
    order, looks = mine[0].line.purchase, _looks(row, drawn)
    contests = row.reason == NOT_REFUNDED
    whole = None
    if contests or order.unnamed_fen:
        whole = _whole(order, _lines(order))
    pieces = {one.line_id: one.quantity for one in mine}
    price = whole or _price([one.line for one in drawn], order, count=_count(mine))
    amounts = [(one.line.amount_fen, one.quantity, one.line.quantity) for one in mine]
    most = rules.asked_most(amounts=amounts, freight_fen=price.freight_fen, whole_order=price.is_whole(pieces))
    none, before, room = (_room(price, pieces, given, whole, contests=contests) for given in looks)
    room = room if contests else max(min(room, before - given_sums.sum_of(mine[0])), 0)
    parts = any(one.quantity < one.line.quantity for one in mine) and not contests
    within = given_since(row, mine, row.created_at) if parts else 0
    if within:  # of these pieces, no others
        before = max(min(before, most - within), 0)
        room = max(min(room, most - within - given_sums.sum_of(mine[0])), 0)
    return ClaimedLines(
        lines=mine,
        most_fen=none if contests else most,
        open_fen=before,
        room_fen=room,
        given_fen=given_sums.sum_of(mine[0]),
        contests=contests,
        unnamed_fen=order.unnamed_fen,
        goods_fen=room if contests else max(room - price.rooms(pieces, price.gone(looks[-1]))[None], 0),
        placed=placed(one for one in every if one.claim_id != row.pk and one.line_id in pieces),
    )


def _room(
    price: OrderPrice, pieces: Pieces, given: Sequence[GivenSum], whole: OrderPrice | None, *, contests: bool
) -> int:
    """Return what can go back for some pieces: of what its shop only says, or of their price and of the whole order."""
    if contests:
        return price.contestable(pieces, given)
    room = sum(price.rooms(pieces, price.gone(given)).values())
    return min(room, whole.left(given)) if whole else room


def owed_anew(payment: Payment) -> int:
    """Return how much of a refund of a claim that its bank sent back is owed still: no more than is left without it."""
    row = Payout.objects.select_related("claim__purchase").filter(payment=payment).first()
    if row is None:
        return payment.amount_fen
    claimed = of_claim(row.claim)
    others = claimed.given_fen - payment.amount_fen
    return max(min(payment.amount_fen, claimed.open_fen - others), 0)


def _looks(row: Claim, drawn: Sequence[ClaimLine]) -> tuple[list[GivenSum], ...]:
    """Return what claims gave as one looks at a claim: nobody, all others, all."""
    return [], given_sums.given(one for one in drawn if one.claim_id != row.pk), given_sums.given(drawn)


def was_given(row: Claim) -> bool:
    """Return whether an earlier claim about one of a claim's lines gave something for it: money, goods or a repair.

    So may what the shop gave back without saying for which line.
    """
    about = ClaimLine.objects.filter(line__in=row.lines.values("line")).exclude(claim=row)
    decided = Q(claim__decisions__state="final", claim__decisions__remedy__in=rules.OFFERS)
    there = Q(claim__platform_outcome__amount_fen__gt=0)
    given = about.filter(decided | there | Q(claim__payouts__isnull=False)).exists()
    return given or row.purchase.unnamed_fen > 0


def is_counted(purchase: Purchase, position: int) -> bool:
    """Return whether a claim about a line of an order is not over, or gave money for it (one query).

    What one that was taken back or refused is about, its shop may have given back since.
    """
    under_way = ~Q(claim__state__in=CLAIM.ends) | Q(open=True)
    proven = Q(claim__platform_outcome__amount_fen__gt=0) & ~Q(claim__platform_outcome__told_by__in=rules.SAID)
    sent = Payout.objects.filter(claim=OuterRef("claim")).exclude(payment__state="failed")
    about = ClaimLine.objects.filter(line__purchase=purchase, line__position=position)
    return about.filter(under_way | proven | Exists(sent)).exists()


def _count(drawn: list[ClaimLine]) -> int:
    return int(vars(drawn[0])["of"]) if drawn else 0


def _price(lines: Iterable[PurchaseLine], purchase: Purchase, *, count: int) -> OrderPrice:
    priced = {
        one.pk: PricedLine(
            amount_fen=one.amount_fen,
            quantity=one.quantity,
            refunded_fen=one.refunded_fen,
            said_fen=max(one.refunded_fen - one.proven_fen, 0),
        )
        for one in lines
    }
    return OrderPrice(lines=priced, freight_fen=purchase.freight_fen, count=count)


def _given_by_claims(purchase: Purchase) -> dict[tuple[UUID, UUID], int]:
    """Return what each claim about an order gave of each of its lines, by how much of each it is about (one query)."""
    found: dict[tuple[UUID, UUID], int] = {}
    for _key, rows in groupby(given_sums.drawn(purchase.pk), key=lambda one: one.claim_id):
        mine = list(rows)
        prices = [share(one.line.amount_fen, pieces=one.quantity, of=one.line.quantity) for one in mine]
        for one, fen in zip(mine, spread(given_sums.sum_of(mine[0]), prices), strict=True):
            found[one.claim_id, one.line_id] = fen
    return found


def given_since(claim: Claim, lines: Iterable[ClaimLine], moment: datetime) -> int:
    """Return what the shop gave beside all claims for the pieces of a claim after a moment (ten queries, or none).

    What was typed on a claim is of that one. What it gave otherwise while an older claim was open about others of a
    line is of those first, up to their price.
    """
    mine = [one for one in lines if one.line.refunded_fen]
    if not mine:
        return 0
    there = ClaimLine.objects.filter(line__in=[one.line_id for one in mine]).exclude(claim=claim)
    rows = list(there.select_related("claim", "line").order_by("claim__created_at", "claim_id"))
    if not rows:
        return _given_alone(mine, moment)
    older = [one for one in rows if _is_before(one.claim, claim) and (one.open or _after(one, claim.created_at))]
    sums = _given_by_claims(claim.purchase) if older else {}
    gifts, fen = ShopGifts(mine[0].line.purchase), 0
    for one in mine:
        others = [
            claimed(each, sums.get((each.claim_id, each.line_id), 0), gifts)
            for each in older
            if each.line_id == one.line_id
        ]
        own = gifts.on(one)
        fen += shared_lines.given_since(others, gifts.beside(one.line), moment) + own(None) - own(moment)
    return fen


def _given_alone(lines: Sequence[ClaimLine], moment: datetime) -> int:
    """Return what the shop gave of lines that no other claim is about, since a moment."""
    gifts = ShopGifts(lines[0].line.purchase)
    return sum(max(one.line.refunded_fen - gifts.gone(one.line, moment), 0) for one in lines)


def _is_before(one: Claim, other: Claim) -> bool:
    return (one.created_at, one.pk) < (other.created_at, other.pk)


def _after(one: ClaimLine, moment: datetime) -> bool:
    return one.freed_at is not None and one.freed_at > moment


def claimed(row: ClaimLine, given_fen: int, gifts: ShopGifts) -> ClaimedPieces:
    """Return a claim's pieces of a line, with what of their price it gave nothing for."""
    price = share(row.line.amount_fen, pieces=row.quantity, of=row.line.quantity)
    fen = max(price - given_fen, 0)
    return ClaimedPieces(since=row.claim.created_at, until=row.freed_at, fen=fen, own=gifts.on(row))
