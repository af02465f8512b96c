"""What a merchant asks about all his claims: what is open, how decisions went, what an advance answer would meet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from anxin.core import clocks
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.domain.claims import rules
from anxin.domain.claims.models import Answer, Claim, Decision, Payout, Recovery
from anxin.domain.claims.queries.lists import UNDER_WAY, ClaimRow, rows_of, tallies
from anxin.domain.claims.queries.lookup import parcels, visible_to
from anxin.domain.claims.rules.takeovers import heard_as
from anxin.domain.claims.states import RECOVERY
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.queries.shop_words import is_only_said, proofs

LOOKED_BACK = timedelta(days=90)
MOST = 500


@dataclass(frozen=True, kw_only=True)
class OutcomeTotal:
    """How many decisions of one kind gave one remedy, and what they came to."""

    kind: str
    remedy: str
    count: int
    sum_fen: int


@dataclass(frozen=True, kw_only=True)
class OpenRecovery:
    """Money asked back that has not all come; `over` where the promised day is."""

    number: str
    state: str
    demanded_fen: int
    repaid_fen: int
    promised_date: date | None
    over: bool


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A merchant's claims in plain counts, over the days looked back; no score."""

    since: datetime
    filed: int
    open: int
    open_fen: int
    waits: dict[str, int]
    kept: int
    missed: int
    answers: dict[str, int]
    went: tuple[OutcomeTotal, ...]
    paid_fen: int
    said_fen: int
    goods_fen: int
    costed: int
    paid_claims: int
    recoveries: tuple[OpenRecovery, ...]


@dataclass(frozen=True, kw_only=True)
class Met:
    """The claims of the days looked back that an advance answer would have agreed to."""

    looked: int
    rows: tuple[ClaimRow, ...]
    sum_fen: int


def own_claims(actor: Actor, *, now: datetime) -> QuerySet[Claim]:
    """Return the claims against an actor's own house."""
    return visible_to(actor, now=now).filter(seller=actor.house)


def would_meet(actor: Actor, *, given: rules.AdvanceTerms, now: datetime) -> Met:
    """Return which claims of the last ninety days an advance answer would have agreed to (one query)."""
    since = own_claims(actor, now=now).filter(created_at__gte=now - LOOKED_BACK, forum=Claim.Forum.OWN, statutory=False)
    rows = rows_of(since.order_by("-created_at")[:MOST], now=now)
    met = [
        row
        for row in rows
        if rules.advance_answer_covers(
            given, reason=row.reason, type=row.type, asked_fen=row.asked_fen, attention=row.attention or "none"
        )
    ]
    return Met(looked=len(rows), rows=tuple(met), sum_fen=sum(one.asked_fen for one in met))


def figures(actor: Actor, *, now: datetime) -> Figures:
    """Count a merchant's claims (nine queries)."""
    since = now - LOOKED_BACK
    mine = own_claims(actor, now=now)
    lately = mine.filter(created_at__gte=since)
    at_stake = mine.filter(state__in=UNDER_WAY).aggregate(count=Count("id"), fen=Sum("asked_fen"))
    asked = Clock.objects.filter(kind="claims.answer", whose=actor.organisation or "-", started_at__gte=since)
    answered = clocks.count(asked).get("claims.answer", clocks.ClockFigures())
    heard = Answer.objects.filter(claim__in=lately).values_list("kind", "by")
    answers = Counter(heard_as(kind, by) for kind, by in heard)
    given = Decision.objects.filter(claim__in=lately, state__in=["given", "final"])
    went = given.values("kind", "remedy").annotate(count=Count("id"), fen=Sum("amount_fen")).order_by("kind", "remedy")
    gone = Payout.objects.filter(claim__in=lately, payment__state="succeeded")
    return Figures(
        since=since,
        filed=lately.count(),
        open=at_stake["count"],
        open_fen=at_stake["fen"] or 0,
        waits=tallies(actor, now=now),
        kept=answered.kept,
        missed=answered.broken,
        answers=dict(answers),
        went=tuple(
            OutcomeTotal(kind=one["kind"], remedy=one["remedy"], count=one["count"], sum_fen=one["fen"] or 0)
            for one in went
        ),
        **_lost(gone),
        recoveries=_recoveries(mine, now),
    )


def _lost(paid: QuerySet[Payout]) -> dict[str, int]:
    """Sum what went out, and the cost of goods that stayed with their buyers, where it is known for every line.

    What only its shop says is summed apart.
    """
    sums: Counter[UUID] = Counter()
    said_fen = 0
    told = ("claim_id", "amount_fen", "payment__fault", "payment__refund_reference", "proofs")
    for key, fen, fault, reference, listed in paid.annotate(proofs=proofs("claim__purchase")).values_list(*told):
        if is_only_said(fault=fault, reference=reference, fen=fen, proofs=listed):
            said_fen += fen
        else:
            sums[key] += fen
    kept = Decision.objects.filter(claim__in=list(sums), state="final", remedy="refund_only").values("claim_id")
    goods, costed = 0, 0
    for claim in Claim.objects.filter(id__in=kept).prefetch_related("lines__line"):
        costs = [_cost(line.line.cost_fen, line.quantity, line.line.quantity) for line in claim.lines.all()]
        if all(cost is not None for cost in costs):
            goods, costed = goods + sum(cost or 0 for cost in costs), costed + 1
    found = {"paid_fen": sum(sums.values()), "paid_claims": len(sums), "said_fen": said_fen}
    return {**found, "goods_fen": goods, "costed": costed}


def _cost(cost_fen: int | None, quantity: int, bought: int) -> int | None:
    return None if cost_fen is None else cost_fen * quantity // bought


def _recoveries(mine: QuerySet[Claim], now: datetime) -> tuple[OpenRecovery, ...]:
    """Return what is being asked back, what was promised soonest first."""
    today = timezone.localdate(now)
    rows = Recovery.objects.filter(claim__in=mine).exclude(state__in=RECOVERY.ends).select_related("claim")
    return tuple(
        OpenRecovery(
            number=row.claim.number,
            state=row.state,
            demanded_fen=row.demanded_fen,
            repaid_fen=row.repaid_fen,
            promised_date=row.promised_date,
            over=row.promised_date is not None and row.promised_date < today,
        )
        for row in rows.order_by(F("promised_date").asc(nulls_last=True), "-created_at")[:50]
    )


def of_purchase(purchase: Purchase, *, actor: Actor, now: datetime) -> tuple[ClaimRow, ...]:
    """Return the claims about an order, newest first."""
    return rows_of(own_claims(actor, now=now).filter(purchase=purchase).order_by("-created_at")[:20], now=now)


def open_by_purchase(purchases: Iterable[UUID], *, actor: Actor, now: datetime) -> dict[UUID, str]:
    """Return an open claim's number by order (one query)."""
    rows = own_claims(actor, now=now).filter(purchase__in=list(purchases)).filter(state__in=UNDER_WAY)
    return dict(rows.order_by("created_at").values_list("purchase_id", "number"))


def is_claimed(purchase: Purchase) -> bool:
    """Return whether somebody claims about an order; nothing more of it is for who has only found the order."""
    return Claim.objects.filter(purchase=purchase).filter(state__in=UNDER_WAY).exists()


def coming_back(asked: str, *, actor: Actor, now: datetime) -> tuple[ClaimRow, ...]:
    """Return the claims whose goods travel back, or were just received, by waybill or number."""
    words = asked.strip()
    if not words:
        return ()
    named = Q(return_waybill__iexact=words) | Q(number=words.upper())
    return rows_of(parcels(actor, now=now).filter(named)[:5], now=now)
