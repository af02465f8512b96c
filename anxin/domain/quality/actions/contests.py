"""A technician contests a review; somebody of the operator looks and says why."""

from datetime import datetime

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.domain.quality import queries, rules
from anxin.domain.quality.actions.grades import grade
from anxin.domain.quality.models import Contest, Review


class NotYourReview(Forbidden):
    """Only whom a review is about contests it."""

    code = "quality.not_your_review"


class ReasonNeeded(Invalid):
    """A reason is needed."""

    code = "quality.reason_needed"


def contest(*, review: Review, why: str, by: Actor, now: datetime) -> Contest:
    """Say that a review shouldn't count; until somebody has looked it counts on."""
    case = queries.review_situation(review, by=by, now=now, under_lock=True)
    if not rules.is_about_him(case):
        raise NotYourReview({"review": str(review.id)})
    if not rules.may_contest(case):
        raise WrongState({"machine": "contest", "state": case.contested, "step": "open"})
    row = Contest(id=uuid7(), review=review)
    row.why_sealed = vault.seal("quality.contest.why", row.id, _checked_reason(why))
    begin(row, by=by, now=now, facts={"review": str(review.id)})
    return row


def uphold(*, contest: Contest, why: str, by: Actor, now: datetime) -> None:
    """Say that the review counts, and why."""
    _judge(contest, "uphold", why, by, now)


def set_aside(*, contest: Contest, why: str, by: Actor, now: datetime) -> None:
    """Say that the review doesn't count for the grade, and why; it stays readable."""
    _judge(contest, "set_aside", why, by, now)
    review = contest.review
    Review.objects.filter(pk=review.pk).update(counts=False)
    if review.technician is not None:
        grade(technician=review.technician, now=now)


def withdraw(*, contest: Contest, by: Actor, now: datetime) -> None:
    """Take an objection back."""
    if not rules.is_about_him(queries.contest_situation(contest, by=by, now=now)):
        raise NotYourReview({"review": str(contest.review_id)})
    lock(contest)
    transition(contest, "withdraw", by=by, now=now)


def _judge(contest: Contest, step: str, why: str, by: Actor, now: datetime) -> None:
    sealed = vault.seal("quality.contest.judged_why", contest.id, _checked_reason(why))
    lock(contest)
    Contest.objects.filter(pk=contest.pk, state="opened").update(judged_by=by.key, judged_why_sealed=sealed)
    contest.judged_by, contest.judged_why_sealed = by.key, sealed
    told = {"review": str(contest.review_id), **({"counts": False} if step == "set_aside" else {})}
    transition(contest, step, by=by, now=now, facts=told)


def _checked_reason(why: str) -> str:
    if not why.strip():
        raise ReasonNeeded("why", expected="a reason", got="")
    return why.strip()[:1000]
