"""Where the pieces of an order's lines are: with their buyer unless a claim about them says otherwise."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.domain.claims.models import Answer, Claim, ClaimLine, Decision
from anxin.domain.claims.rules.piece_places import AWAY, NEEDS, place_of
from anxin.domain.claims.wording.returned_goods import PLACES
from anxin.domain.goods.models import PurchaseLine

LEFT = Q(claim__received=True) | ~Q(claim__return_waybill="") | ~Q(claim__replacement_waybill="")
"""Lines of claims whose pieces left their buyer, or in whose place others went."""

STANDS = ("proposed", "given", "final")
"""States of a decision that is drawn up, or was given, and not replaced."""


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


def with_buyer(
    lines: Collection[PurchaseLine], places: Iterable[PlacedPieces], *, but: Claim | None = None
) -> dict[UUID, int]:
    """Return how many pieces of each line its buyer can send, mend or exchange: of those that no claim has sent away.

    Nor of those that another open claim is to have back, or exchanged, or mended (a query where pieces are several).
    """
    found = {line.pk: line.quantity for line in lines}
    for one in places:
        if one.place in AWAY and one.line in found:
            found[one.line] -= one.pieces
    several = [line.pk for line in lines if line.quantity > 1]
    if several:
        rows = ClaimLine.objects.filter(_asks(), line__in=several, open=True).exclude(LEFT)
        for row in rows.exclude(claim=but) if but else rows:
            found[row.line_id] -= row.quantity
    return found


def are_with_buyer(row: Claim, lines: Sequence[ClaimLine], places: Iterable[PlacedPieces]) -> bool:
    """Return whether the pieces of a claim can be with its buyer, unless it sent them away itself."""
    if row.received or row.return_waybill:
        return True
    there = with_buyer([one.line for one in lines], places, but=row)
    return all(one.quantity <= there[one.line_id] for one in lines)


def _asks() -> Q:
    """Select lines whose claim needs its pieces where their buyer is: as it asks, is offered, or was decided."""
    decided = Decision.objects.filter(claim=OuterRef("claim"), state__in=STANDS, remedy__in=NEEDS)
    offered = Answer.objects.filter(claim=OuterRef("claim"), kind="offer", remedy__in=NEEDS)
    return Q(claim__type__in=NEEDS) | Exists(decided) | Q(Exists(offered), claim__state="offer_made")


def _place(one: ClaimLine) -> str:
    row = one.claim
    return place_of(
        received=row.received,
        return_waybill=row.return_waybill,
        goods_waybill=row.goods_waybill,
        replacement_waybill=row.replacement_waybill,
    )
