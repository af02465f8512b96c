"""Lists of claims: what waits for whom, by time left; second-person work; a person's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from anxin.core import clocks, vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.clocks.models import OPEN, OVERDUE
from anxin.core.gathered_rows import EachAsked, Gathered, KeyText
from anxin.core.imports.queries import old_number_of
from anxin.core.numbers import completed
from anxin.domain.claims import rules
from anxin.domain.claims.models import AdvanceAnswer, Answer, Claim, ClaimLine, Decision, ExchangeOffer, Payout
from anxin.domain.claims.queries.judges import SECOND_LOOK
from anxin.domain.claims.queries.lookup import formerly, visible_to
from anxin.domain.claims.rules import judges
from anxin.domain.claims.rules.headline import APPEAL_ANSWER
from anxin.domain.claims.states import CLAIM
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.rules import ATTENTION
from anxin.domain.goods import rules as goods
from anxin.domain.ledger.queries.shop_words import is_only_said, proofs
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
BY_CLOCK = (F("runs_out_at").asc(nulls_last=True), "pk")
CLOCK = ("kind", "started_at", "due_at", "paused_since", "left_s")
GONE = {"fault": "payment__fault", "reference": "payment__refund_reference", "fen": "amount_fen"}
HEARD = ("kind", "at", "accepted_at", "used")
NEWEST = ("-created_at",)
PROPOSED = Exists(Decision.objects.filter(claim=OuterRef("pk"), state="proposed"))
ASKS_BACK = ("review", "waiting_return", "executing")
DUTIES = (APPEAL_ANSWER, "claims.return_to", "claims.shop_pays", "claims.replacement", "claims.goods_back")
"""The times in which a merchant is to do something while the claim is at another step than his answer."""
OF_SELLER = Clock.objects.filter(OPEN, kind__in=DUTIES, stream_kind="claim").exclude(whose__startswith="person:")
ASKED_BACK = Exists(OF_SELLER.filter(stream_key=KeyText(OuterRef("pk"))))
COUNTED = Q(asked_back=True)
"""The same, of rows that carry it: an aggregate asks no subquery."""
OURS = ("claims.money", "claims.repair", "claims.platform", "claims.decision", "claims.ceiling")
"""The times whose end moves nothing: what they wait for is still to be done."""
OURS_LATE = Clock.objects.filter(OVERDUE, stream_kind="claim", kind__in=OURS)
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
    """The highest among its pictures; nothing where none was looked at."""
    unseen: bool
    """Whether a picture waits to be looked at."""
    at_once: bool
    second: bool
    sealed_before: int
    """How many pictures of packing were sealed before the claim and before the goods had left."""
    sealed_left: int
    """How many were sealed before the claim, once the goods had left: they can't show how these were packed."""
    outcome: str
    only_shop_says: bool
    """Whether all that was paid of it only its shop says to have given back."""
    waits_there: bool
    old_number: str

    @property
    def silence_pays(self) -> bool:
        """Return whether the money is due by itself where nobody objects in time to the goods that came back."""
        return self.clock == "claims.inspection" and rules.asks_money(self.type)

    @property
    def asks_buyer(self) -> bool:
        """Return whether its buyer may have something to do."""
        return self.state in CLAIM.capabilities["ask_buyer"]


@dataclass(frozen=True, kw_only=True)
class ClaimQueue:
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
    needs_attention: int
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
    seller: str = "",
    offset: int = 0,
    limit: int = 50,
) -> ClaimQueue:
    """Return the claims an actor may see, the most urgent first (one query, two for what is over or for all).

    `waits` ∈ merchant, review, buyer, money, given: without one, all that is under way. What is over, and `all`, is
    listed newest first and counted to `MOST`; a text finds a claim by its number or its order, over or not.
    `only` ∈ late, soon, second, suspect, refund_only; `type` one of the kinds of claims; `seller` a house's slug.
    """
    narrowed = {"seller__slug": seller, "type": type}
    seen = visible_to(actor, now=now).filter(**{name: said for name, said in narrowed.items() if said})
    if text.strip():
        seen = seen.filter(pk__in=named(text.strip(), now=now))
    under_way = seen.filter(state__in=UNDER_WAY)
    if waits and waits != "over" and waits != ALL:
        under_way = under_way.filter(waiting(waits))
    rows = seen.filter(waiting("over")) if waits == "over" else seen if waits == ALL or text.strip() else under_way
    shown = {
        "late": under_way.filter(_late(now)),
        "soon": under_way.filter(_soon(now)),
        "second": rows.filter(PROPOSED, ~by_him(actor)),
        "suspect": rows.filter(needs_attention=True),
        "refund_only": rows.filter(type="refund_only"),
    }.get(only, rows)
    pressing = rows is under_way or only in ("late", "soon")
    first: list[QuerySet[Any, Any]] = [_overdue()]
    if rows is under_way and not (waits or only) and "reviewer" in actor.roles:  # before that what he can act on
        first.insert(0, shown.filter(waiting("review"), ~Q(PROPOSED, by_him(actor))).order_by().values("pk"))
    keys: Any = clocks.by_end("claim", shown) if pressing else shown.order_by(*NEWEST).values("pk")
    order: tuple[Any, ...] = NEWEST
    if pressing:
        keys = keys.order_by(*(_last_but(Q(case__in=one)) for one in first), *keys.query.order_by)
        order = (*(_last_but(Q(pk__in=one)) for one in first), *BY_CLOCK)
    told = _list_values(keys[offset : offset + limit], order=order)
    if rows is not under_way:
        found = tuple(_row(one, now) for one in told)
        last = len(found) < limit and (bool(found) or not offset)  # nothing comes after: it needn't be counted
        return ClaimQueue(rows=found, total=offset + len(found) if last else shown.order_by()[:MOST].count())
    page = list(told.annotate(total=_number(shown)))
    total = page[0].total if page else shown.count() if offset else 0
    return ClaimQueue(rows=tuple(_row(one, now) for one in page), total=total)


def counts(actor: Actor, *, now: datetime, waits: str = "", type: str = "", text: str = "", seller: str = "") -> Counts:
    """Count an actor's claims under way by whom they wait for, and what each narrowing would leave (one query)."""
    narrowed = Q(type=type) if type else Q()
    if text.strip():
        narrowed &= Q(pk__in=named(text.strip(), now=now))
    of_house = Q(seller__slug=seller) if seller else Q()
    narrowed &= of_house
    here = narrowed & waiting(waits, back=COUNTED) if waits and waits != ALL else narrowed
    timed = narrowed if waits == "over" else here
    rows = visible_to(actor, now=now).filter(state__in=UNDER_WAY)
    rows = rows.annotate(waits_second=PROPOSED, his=by_him(actor), asked_back=ASKED_BACK)
    asked = {one: of_house & waiting(one, back=COUNTED) for one in WAITS if one != "over"} | {
        "late": timed & _late(now),
        "soon": timed & _soon(now),
        "second": here & Q(waits_second=True) & Q(his=False),
        "suspect": here & Q(needs_attention=True),
        "refund_only": here & Q(type="refund_only"),
    }
    found = rows.order_by().aggregate(**{f"n_{name}": Count("pk", filter=one) for name, one in asked.items()})
    told = {name: found[f"n_{name}"] for name in asked}
    waits_for = {one: told.pop(one) for one in WAITS if one != "over"}
    return Counts(waits=waits_for, needs_attention=told.pop("suspect"), **told)


def _number(rows: QuerySet[Claim, Any]) -> Subquery:
    """Return how many rows there are, as a value of its own."""
    return Subquery(rows.order_by().annotate(same=Value(1)).values("same").annotate(n=Count("pk")).values("n"))


def _last_but(first: Q) -> Case:
    """Return what puts rows behind those that are meant."""
    return Case(When(first, then=0), default=1)


def _overdue() -> "QuerySet[Clock, Any]":
    """Return the keys of claims for which a time of ours ran out that nobody made up for."""
    return OURS_LATE.annotate(case=clocks.CASE_OF_CLOCK).values("case")


def _late(now: datetime) -> Q:
    return Q(pk__in=clocks.running_out("claim", until=now)) | Q(pk__in=_overdue())


def _soon(now: datetime) -> Q:
    return Q(pk__in=clocks.running_out("claim", since=now, until=now + SOON)) & ~Q(pk__in=_overdue())


def by_him(actor: Actor) -> EachAsked:
    """Return whether somebody has decided a claim himself."""
    return EachAsked(Decision.objects.filter(claim=OuterRef("pk"), decided_by=actor.key))


def named(text: str, *, now: datetime) -> QuerySet[Claim, Any]:
    """Return the keys of the claims of a number (also the one so far) or order, seen or not: each by its own index."""
    cases = {text, text.upper(), text.lower()}
    numbers = Claim.objects.filter(number__in=cases | completed("C", text, now=now)).values("pk")
    orders = Claim.objects.filter(purchase__order_key__in=cases).values("pk")
    return numbers.union(orders, Claim.objects.filter(pk__in=formerly(text.upper())).values("pk"))


def numbered(actor: Actor, *, numbers: Iterable[str], now: datetime) -> tuple[ClaimRow, ...]:
    """Return the claims of these numbers that an actor may see, newest first (one query)."""
    return rows_of(visible_to(actor, now=now).filter(number__in=list(numbers)[:200]), now=now)


def tallies(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Count an actor's claims under way by whom they wait for; what is over is not counted (one query)."""
    found = visible_to(actor, now=now).filter(state__in=UNDER_WAY).annotate(asked_back=ASKED_BACK).order_by()
    asked = {waits: waiting(waits, back=COUNTED) for waits in WAITS if waits != "over"}
    return found.aggregate(**{waits: Count("pk", filter=one, distinct=True) for waits, one in asked.items()})


def waiting(waits: str, *, back: Q | None = None) -> Q:
    """Narrow to claims that wait for somebody: before a platform for no reviewer, but for who enters its outcome.

    An appeal that the merchant may answer waits for him, too; `back` is how a query asks that.
    """
    there = Q(forum=Claim.Forum.PLATFORM, state__in=WAITS["review"])
    found = Q(state__in=WAITS[waits])
    if waits == "merchant":
        return found | there | (Q(state__in=ASKS_BACK) & (back or Q(ASKED_BACK)))
    return found & ~there if waits == "review" else found


def mine(actor: Actor, *, now: datetime) -> tuple[ClaimRow, ...]:
    """Return the claims of a buyer, newest first (one query)."""
    return rows_of(visible_to(actor, now=now).order_by("-created_at")[:100], now=now)


def rows_of(found: QuerySet[Claim, Any], *, now: datetime, order: tuple[Any, ...] = NEWEST) -> tuple[ClaimRow, ...]:
    """Return claims as rows of a list (one query, however many)."""
    return tuple(_row(one, now) for one in _list_values(found.values("pk"), order=order))


def _list_values(keys: QuerySet[Any, Any], *, order: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """Return what a list tells of claims: it is looked up for those the page shows, after they were found and cut.

    It joins what it tells and nothing else: of more than eight tables PostgreSQL takes the found ones last.
    """
    lines = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by("line__position")
    running = Clock.objects.filter(OPEN | (OVERDUE & Q(kind__in=OURS)), stream_kind="claim")
    running = running.filter(stream_key=KeyText(OuterRef("pk"))).exclude(kind=SECOND_LOOK).order_by("due_at")
    gone = Payout.objects.filter(claim=OuterRef("pk"), payment__state="succeeded")
    used = Exists(Decision.objects.filter(answer=OuterRef("pk")))
    heard = Answer.objects.filter(claim=OuterRef("pk")).annotate(used=used)
    shown = Claim.objects.filter(pk__in=keys).select_related("seller", "buyer", "taken_over")
    rows: QuerySet[Any, Any] = shown.annotate(
        runs_out_at=Subquery(clocks.under_way("claim").values("runs_out_at")),
        clocks=Gathered(running[:1], *CLOCK),
        title=Subquery(lines.values("line__title")[:1]),
        heard=Gathered(heard.order_by("-at", "-id")[:1], *HEARD),
        second=PROPOSED,
        unexamined=evidence.unexamined_on("claim"),
        attention=evidence.attention_on("claim"),
        sealed=evidence.sealed_on("claim"),
        shipped_at=F("purchase__shipped_at"),
        delivered_at=F("purchase__delivered_at"),
        sent_by=F("purchase__sent_by"),
        gone=Gathered(gone, paths=GONE),
        proofs=proofs("purchase"),
    )
    return rows.order_by(*order)


def _row(one: Any, now: datetime) -> ClaimRow:
    clock = one.clocks[0] if one.clocks else dict.fromkeys(CLOCK)
    left = clock["left_s"]
    if clock["due_at"] and not clock["paused_since"]:
        left = int((clock["due_at"] - now).total_seconds())
    went = {"shipped_at": one.shipped_at, "delivered_at": one.delivered_at, "sent_by": one.sent_by}
    left_by_then = sum(goods.had_left(at=given["sealed_at"], **went) for given in one.sealed)
    attention, last = ATTENTION[one.attention or 0], next(iter(one.heard), None)
    agreed = last is not None and not last.pop("used") and rules.agreed_at(**last) is not None
    why = rules.why_not_at_once(state=one.state, agreed=agreed, attention=attention, unexamined=one.unexamined)
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
        clock=clock["kind"] or "",
        started_at=clock["started_at"],
        due_at=clock["due_at"],
        paused_since=clock["paused_since"],
        left_s=left,
        paused=clock["paused_since"] is not None,
        attention=attention if one.attention is not None else "",
        unseen=bool(one.unexamined),
        at_once=not why,
        second=one.second,
        sealed_before=len(one.sealed) - left_by_then,
        sealed_left=left_by_then,
        outcome=one.outcome,
        only_shop_says=bool(one.gone) and all(is_only_said(**went, proofs=one.proofs) for went in one.gone),
        old_number=old_number_of(one),
        waits_there=last is not None and judges.is_there(forum=one.forum, state=one.state),
    )


def advance_answers(actor: Actor) -> tuple[AdvanceAnswerView, ...]:
    """Return a merchant's own advance answers, newest first."""
    rows = AdvanceAnswer.objects.filter(organisation=actor.house).order_by("-from_at")
    return tuple(
        AdvanceAnswerView(
            id=row.id,
            reasons=tuple(row.reasons),
            types=tuple(row.types),
            most_fen=row.most_fen,
            attention_most=row.attention_most,
            reason=vault.open_("claims.standing", row.id, row.reason_sealed),
            from_at=row.from_at,
            revoked_at=row.revoked_at,
            used=row.used.count(),
        )
        for row in rows[:100]
    )


def exchange_offered(repair: Repair) -> bool:
    """Return whether a repair's customer may file an exchange claim now."""
    return ExchangeOffer.objects.filter(repair_key=repair.id, claim=None).exists()
