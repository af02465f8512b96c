"""What a shop's file and its merchant tell of a refund that the shop owes, before it is known that it came."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Outcome, Payout
from anxin.domain.claims.queries.shop_debts import outcomes_of, payouts_of, said_beside
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.queries.shop_book import book_of, counted
from anxin.domain.goods.rules.shop_book import plain
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries.unclear_payments import transfer_of
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.ledger.states import PAYMENT


@dataclass(frozen=True, kw_only=True)
class ToldDebt:
    """What a shop's file says went back of a refund, and by which number its merchant says so beside a transfer.

    `said`: what the shop says that it gave for the same goods by other claims.
    """

    filed_fen: int = 0
    number: str = ""
    said: tuple[Outcome, ...] = ()


def filed_of(purchase: Purchase) -> dict[str, int]:
    """Return how much of what an order's shop owes its files tell of, by the key of each payout (five queries)."""
    return counted(purchase, book_of(purchase)).filed


def filed_since(payments: Collection[UUID]) -> set[UUID]:
    """Return those of some refunds of whose orders a file told of money since they were owed (one query, or none)."""
    told = ShopRefund.objects.filter(purchase=OuterRef("claim__purchase"), number="", told_at__gte=OuterRef("at"))
    rows = Payout.objects.filter(Exists(told), payment__in=payments) if payments else Payout.objects.none()
    return {one for one in rows.values_list("payment_id", flat=True) if one is not None}


def told_of(payment: Payment) -> ToldDebt:
    """Return what is told of a refund whose outcome isn't known (nine queries, one where it is no claim's)."""
    row = Payout.objects.select_related("claim__purchase").filter(payment=payment).first()
    if row is None or payment.state in PAYMENT.ends:
        return ToldDebt()
    transfer = transfer_of(payment)
    number = number_beside(row.claim, str(transfer.pk)) if transfer is not None else ""
    filed, said = filed_of(row.claim.purchase).get(str(row.pk), 0), said_beside(row.claim)
    return ToldDebt(filed_fen=filed, number=number, said=(*said,))


def number_beside(claim: Claim, transfer: str) -> str:
    """Return the number that a shop entered last beside a transfer of finance's for its debt; empty where it didn't."""
    told = timeline.facts_of(claim.stream(), code="claims.refunded_in_shop")
    return next((str(one.facts["reference"]) for one in reversed(told) if one.facts.get("transfer") == transfer), "")


def claim_with(claim: Claim, reference: str) -> str:
    """Return the number of another claim of the order on which its shop told of a refund of this number; empty if none.

    It was typed there, ended that claim, paid what was owed by it, or stands beside a transfer for it: one query where
    it was, two for each claim beside whose transfer any number stands.
    """
    number, order = plain(reference), claim.purchase
    told = [one.typed_on for one in book_of(order) if one.number == number]
    told += [one.claim_id for one in outcomes_of(order) if _is_said(one) and plain(one.reference) == number]
    told += [one.claim_id for one in payouts_of(order) if number in _numbers(one)]
    others = {one for one in told if one is not None and one != claim.pk}
    return min(Claim.objects.filter(pk__in=others).values_list("number", flat=True), default="") if others else ""


def _is_said(one: Outcome) -> bool:
    return one.told_by == rules.SHOP and one.by != SYSTEM.key


def _numbers(row: Payout) -> set[str]:
    """Return the numbers by which a shop says that it gave a part of a claim's money, and beside a transfer of it."""
    transfer = transfer_of(row.payment) if row.entered_at and row.payment is not None else None
    told = {number_beside(row.claim, str(transfer.pk))} if transfer is not None else set()
    told |= {row.payment.refund_reference} if row.payment is not None and row.payment.fault == SHOP_SAID else set()
    return {plain(one) for one in told if one}
