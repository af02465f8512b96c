"""What claims gave of an order's lines, and what their shops gave as it was typed there, as it is read."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from anxin.core.actors import SYSTEM
from anxin.core.compiled_queries import compiled
from anxin.domain.claims import rules
from anxin.domain.claims.choices import NOT_REFUNDED
from anxin.domain.claims.models import ClaimLine, Outcome, Payout, Recovery
from anxin.domain.claims.queries.piece_places import LEFT
from anxin.domain.claims.queries.shop_gifts import ShopGifts
from anxin.domain.claims.rules.line_money import GivenSum
from anxin.domain.goods.models import PurchaseLine, ShopRefund

SAID = Q(told_by__in=rules.SAID, claim__state="outcome_taken", amount_fen__gt=0) & ~Q(by=SYSTEM.key)
"""What a side says that its shop or a platform gave, while the buyer may contradict it; a file's word counts anyway."""


def drawn(order: UUID, *, claim: UUID | None = None, lines: Sequence[PurchaseLine] | None = None) -> list[ClaimLine]:
    """Return the lines that `_rows` tells of, each with what its shop gave of it as it was typed on its claim.

    One query, five more of an order of which anything was typed.
    """
    rows = list(_rows(order=order, claim=claim))
    typed = [one for one in rows if vars(one)["typed"]]
    gifts = ShopGifts(typed[0].line.purchase, lines) if typed else None
    for one in rows:
        vars(one)["typed_fen"] = gifts.on(one)(None) if gifts and vars(one)["typed"] else 0
    return rows


@compiled
def _rows(*, order: UUID, claim: UUID | None) -> QuerySet[ClaimLine]:
    """Return the lines of a claim, and of all others that gave something for an order, or whose pieces left its buyer.

    In the order of their filing; those, too, on which its merchant typed what its shop gave, or by which it is said
    that money went back.
    """
    of = {"claim": OuterRef("claim")}
    sent = Payout.objects.filter(**of).exclude(payment__state="failed").order_by().values("claim")
    went = sent.filter(payment__state="succeeded")
    came = Recovery.objects.filter(**of).order_by().values("claim").annotate(fen=Sum("repaid_fen")).values("fen")
    there = Outcome.objects.filter(**of).exclude(told_by__in=rules.SAID).values("amount_fen")
    said = Outcome.objects.filter(SAID, **of).values("amount_fen")
    every = PurchaseLine.objects.filter(purchase=OuterRef("line__purchase")).order_by().values("purchase")
    typed = ShopRefund.objects.filter(purchase=OuterRef("line__purchase"), typed_on=OuterRef("claim"))
    rows = ClaimLine.objects.filter(claim__purchase=order).select_related("line__purchase", "claim")
    told: QuerySet[ClaimLine] = rows.annotate(
        sent_fen=Coalesce(Subquery(sent.annotate(fen=Sum("amount_fen")).values("fen")), 0),
        went_fen=Coalesce(Subquery(went.annotate(fen=Sum("amount_fen")).values("fen")), 0),
        there_fen=Coalesce(Subquery(there), 0) - Coalesce(Subquery(came), 0),
        said_fen=Coalesce(Subquery(said), 0),
        typed=Exists(typed),
        reason=F("claim__reason"),
        of=Subquery(every.annotate(n=Count("pk")).values("n")),
    ).filter(Q(sent_fen__gt=0) | Q(there_fen__gt=0) | Q(said_fen__gt=0) | Q(claim=claim) | Q(typed=True) | LEFT)
    return told.order_by("claim__created_at", "claim_id", "line__position")


def given(
    drawn: Iterable[ClaimLine],
    *,
    known: bool = False,
    said: bool = False,
    less: Mapping[UUID, int] = MappingProxyType({}),
) -> list[GivenSum]:
    """Return what each claim gave, the oldest first; of what is on its way nothing where it is to be `known`.

    With what sides say, if `said`, while its buyer may contradict it.
    """
    by_claim = [list(rows) for _key, rows in groupby(drawn, key=lambda one: one.claim_id)]
    sums = [sum_of(rows[0], known=known) - less.get(rows[0].claim_id, 0) for rows in by_claim]
    sums = [fen + (vars(rows[0])["said_fen"] if said else 0) for rows, fen in zip(by_claim, sums, strict=True)]
    return [
        GivenSum(
            fen=fen,
            pieces={one.line_id: one.quantity for one in rows},
            instead=vars(rows[0])["reason"] == NOT_REFUNDED,
            typed={one.line_id: vars(one)["typed_fen"] for one in rows if vars(one)["typed_fen"]},
        )
        for rows, fen in zip(by_claim, sums, strict=True)
        if fen > 0 or any(vars(one)["typed_fen"] for one in rows)
    ]


def gives(one: ClaimLine) -> bool:
    """Return whether a line's claim gave something, or its shop there, as it is told."""
    return bool(vars(one)["sent_fen"] > 0 or vars(one)["there_fen"] > 0 or vars(one)["typed_fen"] > 0)


def sum_of(one: ClaimLine, *, known: bool = False) -> int:
    """Return what the claim of a line gave in all, as it is told."""
    sent, there = vars(one)["went_fen" if known else "sent_fen"], vars(one)["there_fen"]
    return int(sent + max(there, 0))
