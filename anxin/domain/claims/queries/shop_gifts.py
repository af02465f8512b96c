"""What a shop gave back of an order's lines until a moment: what its merchant typed on a claim is of that claim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from uuid import UUID

from anxin.core.streams.models import Entry
from anxin.domain.claims import rules
from anxin.domain.claims.models import ClaimLine, Outcome
from anxin.domain.claims.rules.shared_lines import GivenBy
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.shop_book import book_of, counted, told_by
from anxin.domain.goods.rules.shop_book import Counted, plain

IN_SHOP = "claims.refunded_in_shop"
"""What a claim's record says once its shop gave something back."""


@dataclass(frozen=True, kw_only=True)
class TypedGift:
    """A refund that a merchant typed on a claim: by which number, how much, and since when it counts."""

    claim: UUID
    number: str
    fen: int
    at: datetime


@dataclass(frozen=True)
class ShopGifts:
    """What the shop gave back of an order's lines until each moment: each moment is counted once."""

    purchase: Purchase
    _known: dict[datetime | None, Counted] = field(default_factory=dict)

    def beside(self, line: PurchaseLine) -> GivenBy:
        """Return what it gave of a line that was typed on no claim."""
        return lambda at: max(self.gone(line, at) - sum(self._typed(line, at).values()), 0)

    def on(self, row: ClaimLine) -> GivenBy:
        """Return what it gave of a line as it was typed on this claim."""
        return lambda at: self._typed(row.line, at).get(row.claim_id, 0)

    def gone(self, line: PurchaseLine, at: datetime | None) -> int:
        """Return what it gave of a line until a moment, however it was told."""
        return line.refunded_fen if at is None else self._counted(at).gone.get(line.position, 0)

    def _counted(self, at: datetime | None) -> Counted:
        if at not in self._known:
            rows = book_of(self.purchase) if at is None else told_by(self.purchase, at)
            self._known[at] = counted(self.purchase, rows)
        return self._known[at]

    def _typed(self, line: PurchaseLine, at: datetime | None) -> dict[UUID, int]:
        """Return what was typed of a line until a moment on each claim, as far as it counts."""
        found: dict[UUID, int] = {}
        for gift in (one for one in self._gifts if at is None or one.at <= at):
            book = self._counted(at)
            fen = min(gift.fen, book.rest.get(book.same.get(gift.number, gift.number), 0))
            found[gift.claim] = found.get(gift.claim, 0) + _falls(fen, self._lines[gift.claim], line)
        return found

    @cached_property
    def _lines(self) -> dict[UUID, list[PurchaseLine]]:
        rows = ClaimLine.objects.filter(claim__purchase=self.purchase).select_related("line")
        ordered = rows.order_by("claim_id", "line__position")
        return {key: [one.line for one in each] for key, each in groupby(ordered, key=lambda one: one.claim_id)}

    @cached_property
    def _gifts(self) -> list[TypedGift]:
        """Return all that was typed of the order on claims (three queries)."""
        keys = {str(key): key for key in self._lines}
        told = Entry.objects.filter(stream__kind="claim", stream__key__in=keys, code=IN_SHOP).order_by("at", "position")
        found = [
            TypedGift(claim=keys[key], number=plain(str(facts["reference"])), fen=int(str(facts["amount_fen"])), at=at)
            for key, at, facts in told.values_list("stream__key", "at", "facts")
            if "by_merchant" in facts and "decided" not in facts
        ]
        ended = Outcome.objects.filter(claim__purchase=self.purchase, told_by=rules.SHOP)
        since = {one.number: one.told_at for one in book_of(self.purchase)}
        for key, reference, fen in ended.values_list("claim", "reference", "amount_fen"):
            if (number := plain(reference)) in since:
                found.append(TypedGift(claim=key, number=number, fen=fen, at=since[number]))
        return found


def _falls(fen: int, lines: Sequence[PurchaseLine], line: PurchaseLine) -> int:
    """Return how much of a sum falls on one of these lines: on the first up to its price, then on the next."""
    for one in lines:
        part = min(fen, one.amount_fen)
        if one.pk == line.pk:
            return part
        fen -= part
    return 0
