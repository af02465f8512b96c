"""Which pieces of an order's lines claims are open about, and how many are free."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from anxin.domain.claims.models import Claim, ClaimLine
from anxin.domain.claims.queries import line_money
from anxin.domain.claims.queries.shop_gifts import ShopGifts
from anxin.domain.claims.rules import shared_lines
from anxin.domain.goods.models import PurchaseLine


@dataclass(frozen=True, kw_only=True)
class FreePieces:
    """How many pieces of a line can be claimed about, and the number of the first claim that is open about others."""

    count: int
    claim: str = ""


def of_order(lines: Collection[PurchaseLine], *, but: Claim | None = None) -> dict[UUID, FreePieces]:
    """Return what is free of each line of an order; where no claim is open about it, all its pieces (a query, or four).

    `but`: a claim that is about to be open again.
    """
    purchase = next(iter(lines)).purchase
    rows = ClaimLine.objects.filter(line__purchase=purchase, open=True).select_related("claim", "line")
    found = list((rows.exclude(claim=but) if but else rows).order_by("claim__created_at", "claim_id"))
    gone = line_money.gone_beside(purchase, {one.claim_id for one in found}) if found else {}
    gifts = ShopGifts(purchase)
    free = {line.pk: FreePieces(count=line.quantity) for line in lines}
    for line in lines:
        if about := [one for one in found if one.line_id == line.pk]:
            free[line.pk] = _free(line, about, gone[line.pk], gifts)
    return free


def _free(line: PurchaseLine, about: Sequence[ClaimLine], gone_fen: int, gifts: ShopGifts) -> FreePieces:
    theirs = 0
    if line.refunded_fen:
        claims = [line_money.claimed(one, 0, gifts) for one in about]
        theirs = sum(shared_lines.taken(claims, gifts.beside(line), None))
    count = shared_lines.free(
        quantity=line.quantity,
        amount_fen=line.amount_fen,
        gone_fen=max(gone_fen - theirs, 0),
        claimed=sum(one.quantity for one in about),
    )
    return FreePieces(count=count, claim=about[0].claim.number)
