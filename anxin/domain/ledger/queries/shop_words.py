"""What only a shop says that it gave back, told from what its own list proves."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import OuterRef

from anxin.core.gathered_rows import Gathered
from anxin.domain.goods.models import ShopRefund
from anxin.domain.goods.rules.shop_book import plain
from anxin.domain.ledger.rules.payees import SHOP_SAID

PROOF = ("number", "proven_fen")


def proofs(order: str) -> Gathered:
    """Return what an order's shop's list proved, by number, beside a row that leads to the order by a path."""
    return Gathered(ShopRefund.objects.filter(purchase=OuterRef(order), proven_fen__gt=0), *PROOF)


def proofs_of(order: UUID) -> list[dict[str, Any]]:
    """Return the same of one order (one query)."""
    return list(ShopRefund.objects.filter(purchase=order, proven_fen__gt=0).values(*PROOF))


def is_only_said(*, fault: str, reference: str, fen: int, proofs: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether only its shop says that it gave a refund: no list of the shop's tells of all of it.

    >>> listed = [{"number": "TK8", "proven_fen": 500}]
    >>> [is_only_said(fault=SHOP_SAID, reference="tk-8", fen=fen, proofs=listed) for fen in (500, 501)]
    [False, True]
    """
    number = plain(reference)
    proved = any(number and one["number"] == number and one["proven_fen"] >= fen for one in proofs)
    return fault == SHOP_SAID and not proved
