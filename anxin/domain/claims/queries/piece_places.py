"""Where the pieces of an order's lines are: with their buyer unless a claim about them says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from anxin.domain.claims.models import ClaimLine
from anxin.domain.claims.rules.piece_places import AWAY, place_of
from anxin.domain.claims.wording.returned_goods import PLACES
from anxin.domain.goods.models import PurchaseLine

LEFT = Q(claim__received=True) | ~Q(claim__return_waybill="") | ~Q(claim__replacement_waybill="")
"""Lines of claims whose pieces left their buyer, or in whose place others went."""


@dataclass(frozen=True, kw_only=True)
class PlacedPieces:
    """So many pieces of a line are somewhere, by one claim about them."""

    line: UUID
    place: str
    pieces: int
    claim: str

    @property
    def said(self) -> str:
        """Return it in words."""
        return str(PLACES[self.place]).format(n=self.pieces, number=self.claim)


def placed(rows: Iterable[ClaimLine]) -> tuple[PlacedPieces, ...]:
    """Return where the pieces of claims are that left their buyer; of lines read with their claims."""
    found = (
        PlacedPieces(line=one.line_id, place=_place(one), pieces=one.quantity, claim=one.claim.number) for one in rows
    )
    return tuple(one for one in found if one.place)


def are_away(lines: Iterable[PurchaseLine], places: Iterable[PlacedPieces]) -> bool:
    """Return whether of one of some lines no piece is with its buyer."""
    away: dict[UUID, int] = {}
    for one in places:
        if one.place in AWAY:
            away[one.line] = away.get(one.line, 0) + one.pieces
    return any(away.get(line.pk, 0) >= line.quantity for line in lines)


def _place(one: ClaimLine) -> str:
    row = one.claim
    return place_of(
        received=row.received,
        return_waybill=row.return_waybill,
        goods_waybill=row.goods_waybill,
        replacement_waybill=row.replacement_waybill,
    )
