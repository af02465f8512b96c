"""Read models of follow-ups and reviews for the desk and the customer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, QuerySet, Subquery, Value, When

from anxin.core import clocks, timeline, vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.quality import rules
from anxin.domain.quality.models import FollowUp, Review
from anxin.domain.quality.queries.lookup import OPEN, called_last, visible_to, with_clock
from anxin.domain.quality.states import FOLLOW_UP
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import ClockView
from anxin.domain.repairs.queries.history import clock_view

MOST = 1000
ON_CALL = ("reached", "unsatisfied")
BEGUN = (*ON_CALL, "due")
"""Those whose time has come, as they are listed: whoever is on the phone first."""
ASIDE = ("unsatisfied", "planned")
"""The states that are listed by themselves, too."""
ONLY = ("late", *OPEN, "over")
"""What a list of follow-ups may be narrowed to."""
RANK = Case(*(When(state=one, then=place) for place, one in enumerate(BEGUN)), default=len(BEGUN))
BY_CLOCK = (RANK, F("presses_at").asc(nulls_last=True), "created_at", "pk")


@dataclass(frozen=True, kw_only=True)
class FollowUpRow:
    """One follow-up in a list: why, of what, who (masked), and its clock."""

    id: UUID
    state: str
    reason: str
    tries: int
    number: str
    product: str
    category: str
    county: str
    customer: PersonView
    technician: str
    clock: ClockView | None
    late: bool
    overall: int | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FollowUps:
    """A list of follow-ups with the counts above it."""

    rows: tuple[FollowUpRow, ...]
    counts: dict[str, int]
    late: int
    only: str

    @property
    def waits(self) -> int:
        """Return how many wait for a call."""
        return sum(self.counts.get(state, 0) for state in FOLLOW_UP.capabilities["call"])

    @property
    def to_call(self) -> bool:
        """Return whether the first of them is to be called: not what is ahead, nor what is over."""
        return bool(self.rows) and (self.only in ("", "late") or self.only in FOLLOW_UP.capabilities["call"])


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """One attempt."""

    at: datetime
    by: str
    answered: bool


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """A review as the customer or the desk reads it."""

    id: UUID
    at: datetime
    number: str
    technician: str
    overall: int
    stars: tuple[tuple[str, int], ...]
    tags: tuple[str, ...]
    words: str
    apart: bool
    counts: bool
    recording: str


@dataclass(frozen=True, kw_only=True)
class Settled:
    """How a complaint was settled without doing it again, by whom and when."""

    how: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FollowUpView:
    """A follow-up with all that its page needs; `waits` until its time comes by itself."""

    row: FollowUpRow
    division: str
    brand: str
    closed_at: datetime
    guarantee_until: str
    calls: tuple[CallLine, ...]
    answers: tuple[tuple[str, str], ...]
    note: str
    review: ReviewView | None
    waits: bool
    settled: Settled | None


def follow_ups(actor: Actor, *, now: datetime, only: str = "", limit: int = 200) -> FollowUps:
    """Return follow-ups, those on call first, then by their clock; `only`: a state, late or over (two queries).

    Of each state they are counted to `MOST`, and found along an index, however many wait.
    """
    rows = visible_to(actor, now=now)
    late = clocks.by_clock("follow_up", rows.filter(state__in=OPEN)).filter(presses_at__lt=now)
    counts = _counts(rows, late)
    overdue = counts.pop("late", 0)
    if only == "over":
        shown = rows.filter(ended_at__isnull=False).order_by("-ended_at")[:limit]
    else:
        keys = late[:limit] if only == "late" else _keys(rows, (only,) if only else BEGUN, limit)
        shown = _by_clock(FollowUp.objects.filter(pk__in=keys))[:limit]
    return FollowUps(rows=tuple(_rows(shown, now)), counts=counts, late=overdue, only=only)


def _counts(rows: QuerySet[FollowUp], late: "QuerySet[Any, Any]") -> dict[str, int]:
    """Count what is open by state, and what is late, each to `MOST` (one query)."""
    keys: dict[str, Any] = {one: rows.order_by().filter(state=one).values("pk") for one in OPEN} | {"late": late}
    parts = [
        FollowUp.objects.filter(pk__in=several[:MOST]).values(what=Value(name)).annotate(n=Count("pk")).order_by()
        for name, several in keys.items()
    ]
    return {one["what"]: one["n"] for one in parts[0].union(*parts[1:], all=True)}


def _keys(rows: QuerySet[FollowUp], states: Collection[str], limit: int) -> "QuerySet[FollowUp, Any]":
    """Find the most pressing of some states: those on call by their state, of the many others along the clocks."""
    begun = rows.filter(state__in=[one for one in states if one in ON_CALL]).order_by("created_at")
    on_call = begun.values_list("pk", flat=True)
    others = clocks.by_clock("follow_up", rows.filter(state__in=[one for one in states if one not in ON_CALL]))
    parts = [FollowUp.objects.filter(pk__in=keys[:limit]).values("pk") for keys in (on_call, others)]
    return parts[0].union(parts[1], all=True)


def _by_clock(rows: "QuerySet[FollowUp]") -> "QuerySet[FollowUp, Any]":
    presses_at = Subquery(clocks.under_way("follow_up").values("presses_at"))
    return rows.annotate(presses_at=presses_at).order_by(*BY_CLOCK)


def _rows(rows: QuerySet[FollowUp], now: datetime) -> list[FollowUpRow]:
    found = with_clock(called_last(rows)).select_related("repair__customer__place", "repair__product", "repair__place")
    return [_row(one, now) for one in found]


def _row(one: Any, now: datetime) -> FollowUpRow:
    repair = one.repair
    clock = next((clock_view(Clock(**running), now=now) for running in one.pressing), None)
    parts = repair.place.division.split(" ")
    return FollowUpRow(
        id=one.id,
        state=one.state,
        reason=one.reason,
        tries=one.tries,
        number=repair.number,
        product=repair.product.called,
        category=repair.product.category,
        county=parts[2] if len(parts) > 2 else parts[-1],
        customer=people.masked(repair.customer),
        technician=one.technician or "",
        clock=clock,
        late=bool(clock and clock.late),
        overall=one.overall,
        ended_at=one.ended_at,
    )


def view(row: FollowUp, *, now: datetime) -> FollowUpView:
    """Show a follow-up (the row as `follow_up()` finds it)."""
    calls = list(row.calls.order_by("at"))
    names = people.account_names(one.by.partition(":")[2] for one in calls)
    guarantee = getattr(row.repair, "guarantee", None)
    return FollowUpView(
        row=_row(row, now),
        division=row.repair.place.division,
        brand=row.repair.brand.name,
        closed_at=row.repair.updated_at,
        guarantee_until=guarantee.until_date.isoformat() if guarantee else "",
        calls=tuple(
            CallLine(at=one.at, by=names.get(one.by.partition(":")[2], ""), answered=one.answered) for one in calls
        ),
        answers=tuple((name, str(row.answers[name])) for name in rules.ANSWERS if name in row.answers),
        note=vault.open_("quality.follow_up.note", row.id, row.note_sealed) if row.note_sealed else "",
        review=review_of(row.repair, reader="desk"),
        waits=row.state == "planned",
        settled=_settled(row) if row.state == "settled" else None,
    )


def _settled(row: FollowUp) -> Settled | None:
    told = [one for one in timeline.read(row.stream(), opened=("why",)) if one.code == "follow_up.settle"]
    if not told:
        return None
    by = people.account_names([told[-1].actor_id]).get(told[-1].actor_id, "")
    return Settled(how=told[-1].private["why"].text, by=by, at=told[-1].at)


def review_of(repair: Repair, *, reader: str) -> ReviewView | None:
    """Show the review of a repair to the customer or the desk; None where there is none (one query)."""
    row = Review.objects.select_related("technician", "repair").filter(repair=repair).first()
    return review_view(row, reader=reader) if row else None


def reads_reviews(actor: Actor) -> bool:
    """Return whether somebody reads the operator's reviews and what technicians contest of them."""
    return actor.kind == "staff" and bool(actor.roles & {"quality", "operator", "auditor"})


def reviews(actor: Actor, *, now: datetime, limit: int = 50) -> tuple[ReviewView, ...]:
    """List the newest reviews for the operator's desk."""
    if not reads_reviews(actor):
        return ()
    rows = Review.objects.filter(people.sees(actor, "repair", now=now, key="repair")).order_by("-at", "-id")
    return tuple(review_view(one, reader="desk") for one in rows.select_related("technician", "repair")[:limit])


def review_view(row: Review, *, reader: str) -> ReviewView:
    """Show a review that was read with its technician and repair, to the customer or the desk (no query)."""
    readable = rules.may_read_words(apart=row.apart, reader=reader)
    return ReviewView(
        id=row.id,
        at=row.at,
        number=row.repair.number,
        technician=row.technician.called if row.technician else "",
        overall=row.overall,
        stars=tuple((name, row.stars[name]) for name in rules.ASPECTS if name in row.stars),
        tags=tuple(row.tags),
        words=vault.open_("quality.review.words", row.id, row.words_sealed) if readable and row.words_sealed else "",
        apart=row.apart,
        counts=row.counts,
        recording=row.recording,
    )
