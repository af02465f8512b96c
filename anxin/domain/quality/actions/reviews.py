"""A customer rates a repair, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anxin.core import settings, timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.quality import rules
from anxin.domain.quality.actions.follow_ups import plan
from anxin.domain.quality.actions.grades import grade
from anxin.domain.quality.models import Review
from anxin.domain.quality.queries import witnesses
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visit_actions
from anxin.domain.visits import queries as visits


class NotReviewable(WrongState):
    """It isn't confirmed yet, was rated already, or too much time has gone by."""

    code = "quality.not_reviewable"


@dataclass(frozen=True, kw_only=True)
class ReviewGiven:
    """What a customer says: stars over all and by aspect, tags, own words, and whether they stay with the operator."""

    overall: int
    stars: Mapping[str, int] = field(default_factory=dict)
    tags: Sequence[str] = ()
    words: str = ""
    apart: bool = False


def review_on_call(*, repair: Repair, given: ReviewGiven, recording: str, by: Actor, now: datetime) -> Review:
    """Write down for a customer how he rates a repair on the phone. Raises `visits.own_work`."""
    lock(repair)
    visit_actions.record_word(stream=repair.stream(), about="rating", recording=recording, by=by, now=now)
    return review(repair=repair, given=given, by=by, now=now, recording=recording)


def review(*, repair: Repair, given: ReviewGiven, by: Actor, now: datetime, recording: str = "") -> Review:
    """Take a customer's review of a confirmed repair; few stars put somebody on the phone."""
    lock(repair)
    visit = visits.latest_of(repair.stream())
    row = Review(
        id=uuid7(),
        repair=repair,
        technician=visit.technician if visit else None,
        outlet=visit.outlet if visit else None,
        category=repair.product.category,
        overall=given.overall,
        stars=dict(given.stars),
        tags=list(given.tags),
        apart=given.apart,
        recording=recording,
        at=now,
    )
    row.words_sealed = vault.seal("quality.review.words", row.id, given.words.strip()) if given.words.strip() else ""
    row.save(force_insert=True)
    told = {"overall": given.overall, "review": str(row.id), "drawn": witnesses.review_told(row), "counts": True}
    timeline.write(repair.stream(), "quality.reviewed", by=by, now=now, facts=told)
    if row.technician is not None:
        grade(technician=row.technician, now=now)
    most: int = settings.get("quality.bad_stars", at=now)
    if rules.bad(overall=given.overall, stars=given.stars, bad_stars=most):
        plan(repair=repair, reason="bad_review", at_once=True, now=now)
    return row
