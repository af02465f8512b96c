"""What a merchant asks about all his claims: what is open, how decisions went, what an advance answer would meet."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from anxin.core import clocks
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.gathered_rows import Gathered
from anxin.domain.claims import rules
from anxin.domain.claims.models import Answer, Claim, ClaimLine, Decision, Outcome, Payout, Recovery
from anxin.domain.claims.queries.given_sums import SAID
from anxin.domain.claims.queries.lists import GONE, UNDER_WAY, ClaimRow, rows_of, tallies
from anxin.domain.claims.queries.lookup import parcels, visible_to
from anxin.domain.claims.rules.takeovers import heard_as
from anxin.domain.claims.states import RECOVERY
from anxin.domain.goods.models import Purchase, ShopRefund
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
    """Count a merchant's claims (five queries)."""
    since = now - LOOKED_BACK
    mine = own_claims(actor, now=now)
    lately = list(_with_outcomes(mine.filter(created_at__gte=since)))
    at_stake = mine.filter(state__in=UNDER_WAY).aggregate(count=Count("id"), fen=Sum("asked_fen"))
    asked = Clock.objects.filter(kind="claims.answer", whose=actor.organisation or "-", started_at__gte=since)
    answered = clocks.count(asked).get("claims.answer", clocks.ClockFigures())
    return Figures(
        since=since,
        filed=len(lately),
        open=at_stake["count"],
        open_fen=at_stake["fen"] or 0,
        waits=tallies(actor, now=now),
        kept=answered.kept,
        missed=answered.broken,
        answers=dict(Counter(heard_as(**heard) for one in lately for heard in one["heard"])),
        went=_went(given for one in lately for given in one["given"]),
        **_lost(lately),
        recoveries=_recoveries(mine, now),
    )


def _with_outcomes(claims: QuerySet[Claim]) -> "QuerySet[Claim, dict[str, Any]]":
    """Return claims with what lies beside each: asked by its key, since it grows with all claims there ever were."""
    beside = {"claim": OuterRef("pk")}
    costs = {"cost_fen": "line__cost_fen", "bought": "line__quantity"}
    rows: Any = claims.order_by()
    told: QuerySet[Claim, dict[str, Any]] = rows.values(
        heard=Gathered(Answer.objects.filter(**beside), "kind", "by"),
        given=Gathered(
            Decision.objects.filter(**beside, state__in=["given", "final"]), "kind", "remedy", "state", "amount_fen"
        ),
        gone=Gathered(Payout.objects.filter(**beside, payment__state="succeeded"), paths=GONE),
        proofs=proofs("purchase"),
        typed=Gathered(
            ShopRefund.objects.filter(purchase=OuterRef("purchase"), typed_on=OuterRef("pk")), "fen", "proven_fen"
        ),
        said=Gathered(Outcome.objects.filter(SAID, told_by=rules.SHOP, **beside), "amount_fen"),
        goods=Gathered(ClaimLine.objects.filter(**beside), "quantity", paths=costs),
    )
    return told


def _went(decisions: Iterable[dict[str, Any]]) -> tuple[OutcomeTotal, ...]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in decisions:
        sums[one["kind"], one["remedy"]].append(one["amount_fen"])
    return tuple(
        OutcomeTotal(kind=kind, remedy=remedy, count=len(fen), sum_fen=sum(fen))
        for (kind, remedy), fen in sorted(sums.items())
    )


def _lost(claims: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Sum what went out, and the cost of goods that stayed with their buyers, where it is known for every line.

    What only its shop says is summed apart: of debts, of parts typed on a claim, and of claims that wait as it says.
    """
    found = Counter[str](paid_fen=0, paid_claims=0, said_fen=0, goods_fen=0, costed=0)
    for one in claims:
        said = [gone["fen"] for gone in one["gone"] if is_only_said(**gone, proofs=one["proofs"])]
        found["said_fen"] += sum(said) + sum(part["amount_fen"] for part in one["said"])
        found["said_fen"] += sum(max(part["fen"] - part["proven_fen"], 0) for part in one["typed"])
        if len(said) == len(one["gone"]):
            continue
        found["paid_claims"] += 1
        found["paid_fen"] += sum(gone["fen"] for gone in one["gone"]) - sum(said)
        kept = any(given["state"] == "final" and given["remedy"] == "refund_only" for given in one["given"])
        costs = [_cost(**line) for line in one["goods"]]
        if kept and None not in costs:
            found["goods_fen"] += sum(filter(None, costs))
            found["costed"] += 1
    return dict(found)


def _cost(*, cost_fen: int | None, quantity: int, bought: int) -> int | None:
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
