"""What a shop gave back of an order's lines until a moment: what its merchant typed on a claim is of that claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from anxin.core.states import beside
from anxin.domain.claims.models import ClaimLine
from anxin.domain.claims.rules.shared_lines import GivenBy
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.shop_book import book_of, counted, told_by
from anxin.domain.goods.rules.shop_book import Counted, Pieces

IN_SHOP = "claims.refunded_in_shop"
"""What a claim's record says once its shop gave something back."""


@dataclass(frozen=True)
class ShopGifts:
    """What the shop gave back of an order's lines until each moment: each moment is counted once."""

    purchase: Purchase
    lines: Sequence[PurchaseLine] | None = None
    _known: dict[datetime | None, Counted] = field(default_factory=dict)

    def beside(self, line: PurchaseLine) -> GivenBy:
        """Return what it gave of a line that was typed on no claim."""
        return lambda at: max(self.gone(line, at) - self._typed(line, at), 0)

    def on(self, row: ClaimLine) -> GivenBy:
        """Return what it gave of a line as it was typed on this claim."""
        return lambda at: self._counted(at).own.get(row.claim_id, {}).get(row.line.position, 0)

    def gone(self, line: PurchaseLine, at: datetime | None) -> int:
        """Return what it gave of a line until a moment, however it was told."""
        return line.refunded_fen if at is None else self._counted(at).gone.get(line.position, 0)

    def _counted(self, at: datetime | None) -> Counted:
        if at not in self._known:
            rows = book_of(self.purchase) if at is None else told_by(self.purchase, at)
            self._known[at] = counted(self.purchase, rows, lines=self.lines)
        return self._known[at]

    def _typed(self, line: PurchaseLine, at: datetime | None) -> int:
        return sum(falls.get(line.position, 0) for key, falls in self._counted(at).own.items() if key)


def pieces_of(purchase: Purchase) -> Mapping[UUID, Pieces]:
    """Return how many pieces of each line each claim about an order is about (one query; once where it is held)."""

    def read() -> dict[UUID, Pieces]:
        found: dict[UUID, Pieces] = {}
        rows = ClaimLine.objects.filter(claim__purchase=purchase).order_by("claim_id", "line__position")
        for claim, position, count in rows.values_list("claim_id", "line__position", "quantity"):
            found.setdefault(claim, {})[position] = count
        return found

    return beside(purchase, "claimed pieces", read, ClaimLine)
