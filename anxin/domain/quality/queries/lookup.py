"""Find follow-ups, reviews and contests for who may see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Missing
from anxin.core.gathered_rows import Gathered, KeyText
from anxin.core.states import lock
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.quality import rules
from anxin.domain.quality.models import Contest, FollowUp, Review
from anxin.domain.quality.rules.contests import ReviewSituation
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.history import SHOWN_OF_CLOCK
from anxin.domain.repairs.rules import is_for_claim
from anxin.domain.visits.models import Visit

OPEN = ("planned", "due", "reached", "unsatisfied")
REVIEWED = "quality.reviewed"
WRITES_DOWN = frozenset({"agent"})
"""Who writes down for a customer what he says on the phone."""
MAKES = frozenset({"quality", "agent", "operator", "auditor"})


class NoSuchFollowUp(Missing):
    """There is no such follow-up, or not for this actor."""

    code = "quality.no_such_follow_up"


class NoSuchReview(Missing):
    """There is no such review, or not for this actor."""

    code = "quality.no_such_review"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[FollowUp]:
    """Return the follow-ups an actor may see: of the repairs he may see, and only at the operator's desk."""
    if actor.kind != "staff" or not actor.roles & MAKES:
        return FollowUp.objects.none()
    return FollowUp.objects.filter(people.sees(actor, "repair", now=now, key="repair"))


def called_last(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp, Any]:
    """Return follow-ups with, as `technician`, who came to the repair last."""
    visits = Visit.objects.filter(stream_kind="repair", stream_key=OuterRef("repair_id"), technician__isnull=False)
    last = visits.order_by("-created_at", "-id").values("technician__called")[:1]
    return rows.annotate(technician=Subquery(last))


def with_clock(rows: "QuerySet[FollowUp, Any]") -> "QuerySet[FollowUp, Any]":
    """Return follow-ups with, as `pressing`, the clock that runs out first."""
    clocks = Clock.objects.filter(stream_kind="follow_up", stream_key=KeyText(OuterRef("pk")), met_at=None)
    return rows.annotate(pressing=Gathered(clocks.filter(stopped_at=None).order_by("due_at")[:1], *SHOWN_OF_CLOCK))


def follow_up(key: str, *, actor: Actor, now: datetime) -> FollowUp:
    """Return a follow-up, for who may see it."""
    rows = with_clock(called_last(visible_to(actor, now=now))).select_related(
        "repair__customer__place", "repair__product", "repair__brand", "repair__place"
    )
    found: FollowUp | None = rows.filter(id=key).first()
    if found is None:
        raise NoSuchFollowUp({"follow_up": key})
    return found


def follow_up_by_key(key: str) -> FollowUp:
    """Return a follow-up by its id, for clocks."""
    found = FollowUp.objects.select_related("repair").filter(id=key).first()
    if found is None:
        raise NoSuchFollowUp({"follow_up": key})
    return found


def open_of(repair: Repair) -> FollowUp | None:
    """Return the open follow-up of a repair, if any."""
    return FollowUp.objects.select_related("repair").filter(repair=repair, state__in=OPEN).first()


def what_became(repair: Repair) -> tuple[bool, bool]:
    """Return whether a clock of a repair was missed, and whether a follow-up of it is open already (one query)."""
    stream = repair.stream()
    missed = Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key, missed_at__isnull=False)
    planned = FollowUp.objects.filter(repair=repair, state__in=OPEN)
    found: tuple[bool, bool] = Repair.objects.values_list(Exists(missed), Exists(planned)).get(pk=repair.pk)
    return found


def why_no_review(repair: Repair, *, now: datetime, reviewed: bool | None = None) -> str:
    """Return why a repair can't be rated now; empty where it can (no query where it is known whether it was rated)."""
    most: int = settings.get("quality.review_d", at=now)
    return rules.why_no_review(
        state=repair.state,
        look=is_for_claim(repair.warranty_why),
        reviewed=Review.objects.filter(repair=repair).exists() if reviewed is None else reviewed,
        closed_days=(now - repair.updated_at).total_seconds() / 86400,
        most_days=most,
    )


def rating_situation(
    row: Repair, *, by: Actor, now: datetime, under_lock: bool = False, told: Iterable[str] | None = None
) -> rules.RatingSituation:
    """Return a repair as whoever would rate it looks at it; `under_lock` locks it first.

    `told` are the codes of its facts, where a page has read them: then nothing is asked.
    """
    if under_lock:
        lock(row)
    own = by.may(WRITES_DOWN) or str(row.customer_id) in actors.selves(by)
    reviewed = None if told is None else REVIEWED in told
    return rules.RatingSituation(
        state=row.state, why=why_no_review(row, now=now, reviewed=reviewed) if own else "not_yours"
    )


def own_review(key: str, *, actor: Actor) -> Review:
    """Return a review about a technician, for himself."""
    rows = Review.objects.select_related("technician", "repair").filter(id=key, technician__account__isnull=False)
    found = rows.filter(technician__account_id=actor.id).first() if actor.kind == "technician" else None
    if found is None:
        raise NoSuchReview({"review": key})
    return found


def follow_up_situation(
    row: FollowUp, *, by: Actor, now: datetime, under_lock: bool = False
) -> rules.FollowUpSituation:
    """Return the situation of a follow-up for its rules; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return rules.FollowUpSituation(state=row.state)


def review_situation(row: Review, *, by: Actor, now: datetime, under_lock: bool = False) -> ReviewSituation:
    """Return the situation of a review and its objection for whom it is about; `under_lock` locks both first."""
    contest = row.contests.order_by("created_at").last()
    if under_lock:
        lock(row, *([contest] if contest else []))
        contest = row.contests.order_by("created_at").last()  # two at once: the other's is there by now
    return situation_of(row, contest, by)


def situation_of(row: Review, contest: Contest | None, by: Actor) -> ReviewSituation:
    """Return a review and the objection to it (no query where the technician is loaded)."""
    own = by.kind == "technician" and row.technician is not None and str(row.technician.account_id) == by.id
    return ReviewSituation(own=own, counts=row.counts, contested=contest.state if contest else "")
