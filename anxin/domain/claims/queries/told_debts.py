"""What a shop's file and its merchant tell of a refund that the shop owes, before it is known that it came."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from anxin.core import timeline
from anxin.domain.claims.models import Claim, Outcome, Payout
from anxin.domain.claims.queries.shop_debts import said_beside
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.queries.shop_book import book_of, counted
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries.unclear_payments import transfer_of
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
