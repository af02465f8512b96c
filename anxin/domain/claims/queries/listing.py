"""Lists of claims: what waits for whom, by time left; second-person work; a person's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.clocks.models import OPEN
from anxin.core.gathered import KeyText
from anxin.core.numbers import completed
from anxin.domain.claims.models import Claim, ExchangeOffer, StandingAnswer
from anxin.domain.claims.queries.finding import visible_to
from anxin.domain.claims.states import CLAIM
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence import rules as evidence_rules
from anxin.domain.evidence.models import Examination
from anxin.domain.repairs.models import Repair

WAITS = {
    "merchant": ("merchant_answer", "inspecting"),
    "review": ("review",),
    "buyer": ("need_evidence", "offer_made", "waiting_return"),
    "money": ("executing",),
    "given": ("decided",),
    "over": tuple(sorted(CLAIM.capabilities["over"])),
}
UNDER_WAY = tuple(sorted(set(CLAIM.states) - set(WAITS["over"])))
"""Asked for by name, so that an index finds them however many are over."""
ALL, MOST = "all", 1000
BY_CLOCK = (F("due").asc(nulls_last=True), "created_at")
SOON = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """One claim in a list, with the clock that is most urgent."""

    id: UUID
    number: str
    state: str
    forum: str
    type: str
    reason: str
    title: str
    asked_fen: int
    seller: str
    buyer: str
    created_at: datetime
    clock: str
    started_at: datetime | None
    due_at: datetime | None
    paused_since: datetime | None
    left_s: int | None
    paused: bool
    attention: str
    second: bool
    sealed_before: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A page of claims with how many there are, late ones and soon due ones among them."""

    rows: tuple[ClaimRow, ...]
    total: int
    late: int
    soon: int


@dataclass(frozen=True, kw_only=True)
class StandingView:
    """A merchant's yes beforehand."""

    id: UUID
    reasons: tuple[str, ...]
    types: tuple[str, ...]
    most_fen: int
    attention_most: str
    reason: str
    from_at: datetime
    revoked_at: datetime | None
    used: int


def queue(
    actor: Actor,
    *,
    now: datetime,
    waits: str = "",
    only: str = "",
    text: str = "",
    type: str = "",
    offset: int = 0,
    limit: int = 50,
) -> Queue:
    """List the claims an actor may see, the most urgent first (nine queries).

    `waits` ∈ merchant, review, buyer, money, given: without one, all that is under way. What is over, and `all`, is
    listed newest first and counted to `MOST`; a text finds a claim by its number or its order, over or not.
    `only` ∈ late, soon, second, suspect, refund_only; `type` one of the kinds of claims.
    """
    seen = visible_to(actor, now=now)
    if type:
        seen = seen.filter(type=type)
    if text.strip():
        seen = seen.filter(pk__in=named(text.strip(), now=now))
    under_way = _clocked(seen.filter(state__in=UNDER_WAY))
    if waits and waits != "over" and waits != ALL:
        under_way = under_way.filter(waiting(waits))
    late = under_way.filter(due__lt=now, paused_at=None)
    soon = under_way.filter(due__gte=now, due__lt=now + SOON, paused_at=None)
    rows = seen.filter(waiting("over")) if waits == "over" else seen if waits == ALL or text.strip() else under_way
    shown = {
        "late": late,
        "soon": soon,
        "second": rows.filter(decisions__state="proposed").exclude(decisions__decided_by=actor.key),
        "suspect": rows.filter(suspect=True),
        "refund_only": rows.filter(type="refund_only"),
    }.get(only, rows)
    ordered = shown.order_by("-created_at") if rows is not under_way else shown.order_by(*BY_CLOCK)
    page = list((ordered if only not in ("late", "soon") else shown.order_by(*BY_CLOCK))[offset : offset + limit])
    total = shown.count() if rows is under_way else shown.order_by()[:MOST].count()
    return Queue(rows=rows_of([*page], now), total=total, late=late.count(), soon=soon.count())


def _clocked(rows: QuerySet[Claim]) -> QuerySet[Any, Any]:
    clock = Clock.objects.filter(OPEN, stream_kind="claim", stream_key=OuterRef("key_text")).order_by("due_at")
    return _keyed(rows).annotate(
        due=Subquery(clock.values("due_at")[:1]),
        clock_kind=Subquery(clock.values("kind")[:1]),
        began=Subquery(clock.values("started_at")[:1]),
        paused_at=Subquery(clock.values("paused_since")[:1]),
        left=Subquery(clock.values("left_s")[:1]),
    )


def named(text: str, *, now: datetime) -> QuerySet[Claim, Any]:
    """Give the keys of the claims of a number or an order, whoever may see them: each by an index of its own."""
    cases = {text, text.upper(), text.lower()}
    numbers = Claim.objects.filter(number__in=cases | completed("C", text, now=now)).values("pk")
    return numbers.union(Claim.objects.filter(purchase__order_key__in=cases).values("pk"))


def numbered(actor: Actor, *, numbers: Iterable[str], now: datetime) -> tuple[ClaimRow, ...]:
    """List the claims of these numbers that an actor may see (five queries)."""
    return rows_of(list(visible_to(actor, now=now).filter(number__in=list(numbers)[:200])), now)


def tallies(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Count an actor's claims under way by whom they wait for; what is over is not counted (one query)."""
    found = visible_to(actor, now=now).filter(state__in=UNDER_WAY).order_by()
    asked = [waits for waits in WAITS if waits != "over"]
    return found.aggregate(**{waits: Count("pk", filter=waiting(waits), distinct=True) for waits in asked})


def waiting(waits: str) -> Q:
    """Narrow to claims that wait for somebody: before a platform for no reviewer, but for who enters its outcome."""
    there = Q(forum=Claim.Forum.PLATFORM, state__in=WAITS["review"])
    found = Q(state__in=WAITS[waits])
    return found & ~there if waits == "review" else found | there if waits == "merchant" else found


def _keyed(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    return rows.annotate(key_text=KeyText(F("id")))


def mine(actor: Actor, *, now: datetime) -> tuple[ClaimRow, ...]:
    """List the claims of a buyer, newest first."""
    page = list(_keyed(visible_to(actor, now=now)).order_by("-created_at")[:100])
    return rows_of(page, now)


def rows_of(page: list[Claim], now: datetime) -> tuple[ClaimRow, ...]:
    """Give claims as rows of a list (four queries, however many)."""
    bands: dict[str, list[str]] = {}
    seen = Examination.objects.filter(
        state="done", link__stream_kind="claim", link__stream_key__in=[one.id for one in page]
    )
    for key, attention in seen.values_list("link__stream_key", "attention"):
        bands.setdefault(str(key), []).append(attention)
    titles: dict[object, str] = {}
    for key, title in Claim.objects.filter(id__in=[one.id for one in page]).values_list("id", "lines__line__title"):
        titles.setdefault(key, title or "")
    second = set(
        Claim.objects.filter(id__in=[one.id for one in page], decisions__state="proposed").values_list("id", flat=True)
    )
    sealed = evidence.sealed_before("claim", [one.id for one in page])
    return tuple(
        _row(
            one,
            now,
            attention=evidence_rules.highest(bands.get(str(one.id), [])),
            title=titles.get(one.id, ""),
            second=one.id in second,
            sealed=sealed.get(one.id, 0),
        )
        for one in page
    )


def _row(one: Claim, now: datetime, *, attention: str, title: str, second: bool, sealed: int) -> ClaimRow:
    due, paused = getattr(one, "due", None), getattr(one, "paused_at", None)
    left = getattr(one, "left", None) if paused else int((due - now).total_seconds()) if due else None
    return ClaimRow(
        id=one.id,
        number=one.number,
        state=one.state,
        forum=one.forum,
        type=one.type,
        reason=one.reason,
        title=title,
        asked_fen=one.asked_fen,
        seller=one.seller.name,
        buyer=one.buyer.name_masked,
        created_at=one.created_at,
        clock=getattr(one, "clock_kind", "") or "",
        started_at=getattr(one, "began", None),
        due_at=due,
        paused_since=paused,
        left_s=left,
        paused=paused is not None,
        attention=attention,
        second=second,
        sealed_before=sealed,
        outcome=one.outcome,
    )


def standing_answers(actor: Actor) -> tuple[StandingView, ...]:
    """List a merchant's own standing answers, newest first."""
    rows = StandingAnswer.objects.filter(organisation=actor.house).order_by("-from_at")
    return tuple(
        StandingView(
            id=one.id,
            reasons=tuple(one.reasons),
            types=tuple(one.types),
            most_fen=one.most_fen,
            attention_most=one.attention_most,
            reason=vault.open_("claims.standing", one.id, one.reason_sealed),
            from_at=one.from_at,
            revoked_at=one.revoked_at,
            used=one.used.count(),
        )
        for one in rows[:100]
    )


def exchange_offered(repair: Repair) -> bool:
    """Tell whether a repair's customer may file an exchange claim now."""
    return ExchangeOffer.objects.filter(repair_key=repair.id, claim=None).exists()
