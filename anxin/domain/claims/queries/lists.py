"""Lists of claims: what waits for whom, by time left; second-person work; a person's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.clocks.models import OPEN
from anxin.core.gathered import KeyText
from anxin.core.numbers import completed
from anxin.domain.claims.models import AdvanceAnswer, Claim, ClaimLine, Decision, ExchangeOffer
from anxin.domain.claims.queries.lookup import visible_to, whole
from anxin.domain.claims.states import CLAIM
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.rules import ATTENTION
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
NEWEST = ("-created_at",)
PROPOSED = Exists(Decision.objects.filter(claim=OuterRef("pk"), state="proposed"))
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
    """A page of claims with how many there are."""

    rows: tuple[ClaimRow, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many claims under way wait for whom, and how many each narrowing of a list would leave."""

    waits: dict[str, int]
    late: int
    soon: int
    second: int
    suspect: int
    refund_only: int


@dataclass(frozen=True, kw_only=True)
class AdvanceAnswerView:
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
    """List the claims an actor may see, the most urgent first (one query, two for what is over or for all).

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
    rows = seen.filter(waiting("over")) if waits == "over" else seen if waits == ALL or text.strip() else under_way
    shown = {
        "late": under_way.filter(due__lt=now, paused_at=None),
        "soon": under_way.filter(due__gte=now, due__lt=now + SOON, paused_at=None),
        "second": rows.filter(PROPOSED, ~by_him(actor)),
        "suspect": rows.filter(suspect=True),
        "refund_only": rows.filter(type="refund_only"),
    }.get(only, rows)
    pressing = rows is under_way or only in ("late", "soon")
    ordered = shown.order_by(*(BY_CLOCK if pressing else NEWEST))
    if rows is not under_way:
        found = rows_of(ordered[offset : offset + limit], now=now, order=BY_CLOCK if pressing else NEWEST)
        return Queue(rows=found, total=shown.order_by()[:MOST].count())
    page = list(_told(ordered[offset : offset + limit], order=BY_CLOCK).annotate(total=_number(shown)))
    total = page[0].total if page else shown.count() if offset else 0
    return Queue(rows=tuple(_row(one, now) for one in page), total=total)


def counts(actor: Actor, *, now: datetime, waits: str = "", type: str = "", text: str = "") -> Counts:
    """Count an actor's claims under way by whom they wait for, and what each narrowing would leave (one query)."""
    narrowed = Q(type=type) if type else Q()
    if text.strip():
        narrowed &= Q(pk__in=named(text.strip(), now=now))
    here = narrowed & waiting(waits) if waits and waits != ALL else narrowed
    timed = narrowed if waits == "over" else here
    running = _clock(Case(When(paused_since=None, then="due_at")))
    rows = _keyed(visible_to(actor, now=now).filter(state__in=UNDER_WAY)).annotate(
        running=running, waits_second=PROPOSED, his=by_him(actor)
    )
    asked = {one: waiting(one) for one in WAITS if one != "over"} | {
        "late": timed & Q(running__lt=now),
        "soon": timed & Q(running__gte=now, running__lt=now + SOON),
        "second": here & Q(waits_second=True, his=False),
        "suspect": here & Q(suspect=True),
        "refund_only": here & Q(type="refund_only"),
    }
    found = rows.order_by().aggregate(**{f"n_{name}": Count("pk", filter=one) for name, one in asked.items()})
    told = {name: found[f"n_{name}"] for name in asked}
    return Counts(waits={one: told.pop(one) for one in WAITS if one != "over"}, **told)


def _number(rows: QuerySet[Claim, Any]) -> Subquery:
    """Return how many rows there are, as a value of its own."""
    return Subquery(rows.order_by().annotate(same=Value(1)).values("same").annotate(n=Count("pk")).values("n"))


def _clock(value: Any) -> Subquery:
    """Return something of a claim's most urgent clock."""
    rows = Clock.objects.filter(OPEN, stream_kind="claim", stream_key=OuterRef("key_text")).order_by("due_at")
    return Subquery(rows.annotate(value=value).values("value")[:1])


def _clocked(rows: QuerySet[Claim]) -> QuerySet[Any, Any]:
    return _keyed(rows).annotate(due=_clock(F("due_at")), paused_at=_clock(F("paused_since")))


def by_him(actor: Actor) -> Exists:
    """Return whether somebody has decided a claim himself."""
    return Exists(Decision.objects.filter(claim=OuterRef("pk"), decided_by=actor.key))


def named(text: str, *, now: datetime) -> QuerySet[Claim, Any]:
    """Return the keys of the claims of a number or an order, whoever may see them: each by an index of its own."""
    cases = {text, text.upper(), text.lower()}
    numbers = Claim.objects.filter(number__in=cases | completed("C", text, now=now)).values("pk")
    return numbers.union(Claim.objects.filter(purchase__order_key__in=cases).values("pk"))


def numbered(actor: Actor, *, numbers: Iterable[str], now: datetime) -> tuple[ClaimRow, ...]:
    """List the claims of these numbers that an actor may see, newest first (one query)."""
    return rows_of(visible_to(actor, now=now).filter(number__in=list(numbers)[:200]), now=now)


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
    """List the claims of a buyer, newest first (one query)."""
    return rows_of(visible_to(actor, now=now).order_by("-created_at")[:100], now=now)


def rows_of(found: QuerySet[Claim, Any], *, now: datetime, order: tuple[Any, ...] = NEWEST) -> tuple[ClaimRow, ...]:
    """Return claims as rows of a list (one query, however many)."""
    return tuple(_row(one, now) for one in _told(found, order=order))


def _told(found: QuerySet[Claim, Any], *, order: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """Return what a list tells of claims: it is looked up for those the page shows, after they were found and cut."""
    lines = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by("line__position")
    rows: QuerySet[Any, Any] = _clocked(whole(Claim.objects.filter(pk__in=found.values("pk")))).annotate(
        clock_kind=_clock(F("kind")),
        began=_clock(F("started_at")),
        left=_clock(F("left_s")),
        title=Subquery(lines.values("line__title")[:1]),
        second=PROPOSED,
        attention=evidence.attention_on("claim"),
        sealed=evidence.sealed_on("claim"),
    )
    return rows.order_by(*order)


def _row(one: Any, now: datetime) -> ClaimRow:
    left = one.left if one.paused_at else int((one.due - now).total_seconds()) if one.due else None
    return ClaimRow(
        id=one.id,
        number=one.number,
        state=one.state,
        forum=one.forum,
        type=one.type,
        reason=one.reason,
        title=one.title or "",
        asked_fen=one.asked_fen,
        seller=one.seller.name,
        buyer=one.buyer.name_masked,
        created_at=one.created_at,
        clock=one.clock_kind or "",
        started_at=one.began,
        due_at=one.due,
        paused_since=one.paused_at,
        left_s=left,
        paused=one.paused_at is not None,
        attention=ATTENTION[one.attention or 0],
        second=one.second,
        sealed_before=one.sealed or 0,
        outcome=one.outcome,
    )


def advance_answers(actor: Actor) -> tuple[AdvanceAnswerView, ...]:
    """List a merchant's own advance answers, newest first."""
    rows = AdvanceAnswer.objects.filter(organisation=actor.house).order_by("-from_at")
    return tuple(
        AdvanceAnswerView(
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
    """Return whether a repair's customer may file an exchange claim now."""
    return ExchangeOffer.objects.filter(repair_key=repair.id, claim=None).exists()
