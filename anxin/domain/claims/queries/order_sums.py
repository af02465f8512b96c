"""What has gone back of an order in all, whoever gave it, and how much of that was too much: one sum for every page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from anxin.core import timeline
from anxin.domain.claims.models import Payout
from anxin.domain.claims.queries import line_money
from anxin.domain.claims.queries.shop_debts import money_of
from anxin.domain.claims.queries.shop_gifts import IN_SHOP
from anxin.domain.goods.choices import MERCHANT
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.queries.shop_book import book_of, counted
from anxin.domain.goods.rules.shop_book import GIVEN, Counted, ShopMoney, plain
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries.bound_refunds import apart_fen
from anxin.domain.ledger.queries.sent_transfers import owed_back
from anxin.domain.ledger.rules import BOUND


@dataclass(frozen=True, kw_only=True)
class OrderSums:
    """What went back of an order in all, what of it was too much, and by whom: from here, on its platform, its shop.

    `second_fen`: what of it went by transfers that were booked as sent twice, until they come back.
    """

    gone_fen: int
    twice_fen: int
    sent_fen: int
    platform_fen: int
    second_fen: int = 0

    @property
    def shop_fen(self) -> int:
        """Return what the shop gave, as it says or proves: all that nobody else gave."""
        return max(self.gone_fen - self.sent_fen - self.platform_fen, 0)

    @property
    def facts(self) -> Mapping[str, object]:
        """Return what a fact says of both sums."""
        return {"in_all": True, "gone_fen": self.gone_fen, "twice_fen": self.twice_fen}


def sums_of(purchase: Purchase) -> OrderSums:
    """Return what went back of an order (three queries beside what is read of a held one, five more of a debt sent).

    Too much is what came though it was sent anew, what its merchant says he gave of a debt that finance paid as well,
    and, beside these, what went beyond the order's price.
    """
    rows, order, paid = book_of(purchase), line_money.of_order(purchase), money_of(purchase)
    anew = _sent_anew([one.key for one in paid if one.anew and one.state == GIVEN])
    words = {row.pk: word for row in anew if (word := _word(row, rows)) is not None}
    told = counted(purchase, rows) if rows else Counted(gone={}, proven={})
    more = _in_all(counted(purchase, [*rows, *words.values()])) - _in_all(told) if words else 0
    known = {row: max(told.sent_too.get(str(row.pk), 0), words[row.pk].fen if row.pk in words else 0) for row in anew}
    less = {row.claim_id: 0 for row in anew}
    for row, fen in known.items():
        less[row.claim_id] += fen
    beyond = line_money.beyond(purchase, less) if any(less.values()) else order.twice_fen
    twice = beyond + told.twice_fen - sum(told.sent_too.values()) + sum(known.values())
    by_shop, unclaimed = _by_shop(paid), _unclaimed(purchase)
    bound, apart = apart_fen(purchase)
    gone = order.went_fen + told.over_fen + more + unclaimed + apart
    second = _sum(owed_back().filter(**_bill(purchase)))
    return OrderSums(
        gone_fen=gone + second,
        twice_fen=max(twice, gone - order.price_fen) + second,
        sent_fen=order.sent_fen - by_shop + unclaimed + bound + second,
        platform_fen=order.there_fen,
        second_fen=second,
    )


def _bill(purchase: Purchase) -> dict[str, object]:
    return {"bill__stream_kind": "purchase", "bill__stream_key": purchase.pk}


def _sum(rows: QuerySet[Any, Any]) -> int:
    return rows.order_by().aggregate(fen=Sum("amount_fen"))["fen"] or 0


def _unclaimed(purchase: Purchase) -> int:
    """Return what went back of an order's payment from here by no claim."""
    back = Payment.objects.filter(**_bill(purchase), direction=Payment.Direction.BACK, state="succeeded")
    return _sum(back.exclude(Exists(Payout.objects.filter(payment=OuterRef("pk")))))


def _by_shop(paid: Iterable[ShopMoney]) -> int:
    """Return what claims count as given by the shop, and no statement of a provider tells (one query, or none)."""
    by_shop = {one.key: one.fen for one in paid if one.takes and one.state == GIVEN}
    told = Payout.objects.filter(pk__in=by_shop, payment__differences__end=BOUND) if by_shop else Payout.objects.none()
    return sum(by_shop.values()) - sum(told.values_list("amount_fen", flat=True))


def _in_all(told: Counted) -> int:
    return sum(told.gone.values()) + told.unnamed_fen + told.over_fen


def _sent_anew(keys: Sequence[str]) -> list[Payout]:
    rows = Payout.objects.filter(pk__in=keys).select_related("claim").prefetch_related("payment__remittances")
    return list(rows) if keys else []


def _word(row: Payout, book: Iterable[ShopRefund]) -> ShopRefund | None:
    """Return what its merchant says that he gave of a debt, beside finance's transfer of it, as the book has refunds.

    Only the last number that he entered counts, and where the book has it nothing does: it is counted there.
    """
    sent = {str(each.pk) for each in row.payment.remittances.all() if each.state != "aside"}
    facts = timeline.facts_of(row.claim.stream(), code=IN_SHOP) if sent else ()
    said = [each for each in facts if each.facts.get("transfer") in sent]
    number = plain(str(said[-1].facts["reference"])) if said else ""
    if not number or any(one.number == number for one in book):
        return None
    positions = list(row.claim.lines.order_by("line__position").values_list("line__position", flat=True))
    told = {
        "number": number,
        "positions": positions,
        "fen": row.amount_fen,
        "told_at": said[-1].at,
        "typed_on": row.claim_id,
    }
    return ShopRefund(purchase=row.claim.purchase, sources=[MERCHANT], **told)
