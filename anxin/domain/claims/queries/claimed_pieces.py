"""Which pieces of an order's lines claims are open about, or said to have given all of, and how many are free."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anxin.core.money import format_fen
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, ClaimLine, Outcome
from anxin.domain.claims.queries import line_money
from anxin.domain.claims.queries.given_sums import SAID
from anxin.domain.claims.queries.shop_gifts import ShopGifts
from anxin.domain.claims.rules import shared_lines
from anxin.domain.claims.wording.outcomes import SAID_BACK
from anxin.domain.goods.models import PurchaseLine
from anxin.domain.goods.rules.shop_book import share, spread


@dataclass(frozen=True, kw_only=True)
class FreePieces:
    """How many pieces of a line can be claimed about, and the number of the first claim that is about others.

    `said`: how somebody says of that one that its money went, which the buyer may contradict there.
    """

    count: int
    claim: str = ""
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class SaidBack:
    """What a shop, or somebody of its platform, says that went by a claim, while the buyer may contradict it there."""

    claim: str
    fen: int
    by_shop: bool

    @property
    def said(self) -> str:
        """Return it in words."""
        says = SAID_BACK["shop" if self.by_shop else "platform"]
        return str(says).format(sum=format_fen(self.fen), number=self.claim)


def of_order(lines: Collection[PurchaseLine], *, but: Claim | None = None) -> dict[UUID, FreePieces]:
    """Return what is free of each line of an order; where no claim is open about it, all its pieces (a query, or four).

    `but`: a claim that is about to be open again. A piece isn't free either while a side says that all of it went back
    by a claim, and the buyer may contradict it there.
    """
    purchase = next(iter(lines)).purchase
    rows = with_said(ClaimLine.objects.filter(line__purchase=purchase), Q(open=True))
    found = claimed(rows.exclude(claim=but) if but else rows)
    gone = line_money.gone_beside(purchase, {one.claim_id for one in found}) if found else {}
    gifts = ShopGifts(purchase)
    free = {line.pk: FreePieces(count=line.quantity) for line in lines}
    for line in lines:
        if about := [one for one in found if one.line_id == line.pk]:
            free[line.pk] = _free(line, about, gone[line.pk], gifts)
    return free


def with_said(rows: QuerySet[ClaimLine], others: Q) -> QuerySet[ClaimLine]:
    """Return lines of claims by which money is said to have gone, and `others`, the oldest claim's first."""
    told = Outcome.objects.filter(SAID, claim=OuterRef("claim"))
    by_shop, fen = Exists(told.filter(told_by=rules.SHOP)), Coalesce(Subquery(told.values("amount_fen")), 0)
    found = rows.annotate(said_fen=fen, by_shop=by_shop).filter(others | Q(said_fen__gt=0))
    return found.select_related("claim", "line").order_by("claim__created_at", "claim_id", "line__position")


def claimed(rows: Iterable[ClaimLine]) -> list[ClaimLine]:
    """Return those lines of claims, as `with_said` tells of them, about whose pieces nobody else claims."""
    return [one for _claim, about in groupby(rows, key=lambda one: one.claim_id) for one in _claimed([*about])]


def _claimed(about: list[ClaimLine]) -> list[ClaimLine]:
    """Return the open lines of a claim; of one by which money is said to have gone, those whose whole price it is."""
    said = vars(about[0])["said_fen"]
    if not said:
        return [one for one in about if one.open]
    prices = [share(one.line.amount_fen, pieces=one.quantity, of=one.line.quantity) for one in about]
    parts = spread(min(said, sum(prices)), prices)
    return [one for one, price, part in zip(about, prices, parts, strict=True) if part >= price]


def said_of(rows: Iterable[ClaimLine]) -> tuple[SaidBack, ...]:
    """Return what is said to have gone of a line by claims, as `with_said` tells of it."""
    return tuple(
        SaidBack(claim=one.claim.number, fen=vars(one)["said_fen"], by_shop=vars(one)["by_shop"])
        for one in rows
        if vars(one)["said_fen"]
    )


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
    said = next((one.said for one in said_of(about[:1])), "")
    return FreePieces(count=count, claim=about[0].claim.number, said=said)
