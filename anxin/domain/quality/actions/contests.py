"""A technician contests a review, a dispatch or his pay; somebody who had no part in it looks and says why."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import clocks, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.files import PICTURES, SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries as network
from anxin.domain.quality import choices, queries
from anxin.domain.quality.actions.grades import grade
from anxin.domain.quality.models import Contest, ContestPicture, Review
from anxin.domain.quality.queries.contests import CLOCK
from anxin.domain.quality.rules import contests as rules
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits.models import Visit


class NotYourReview(Forbidden):
    """Only whom a review is about contests it."""

    code = "quality.not_your_review"


class NotYourJob(Forbidden):
    """Only whom a job was offered to contests who got it, and only who did it what was paid."""

    code = "quality.not_your_job"


class TookPart(Forbidden):
    """Who had a part in a case doesn't judge what a technician contests of it."""

    code = "quality.took_part"


class ContestedAlready(WrongState):
    """He contests the same of this job already."""

    code = "quality.contested_already"


class ReasonNeeded(Invalid):
    """A reason is needed."""

    code = "quality.reason_needed"


def contest(*, review: Review, why: str, files: Sequence[SealedFile] = (), by: Actor, now: datetime) -> Contest:
    """Say that a review shouldn't count; until somebody has looked it counts on."""
    case = queries.review_situation(review, by=by, now=now, under_lock=True)
    if not rules.is_about_him(case) or review.technician is None:
        raise NotYourReview({"review": str(review.id)})
    if not rules.may_contest(case):
        raise WrongState({"machine": "contest", "state": case.contested, "step": "open"})
    row = Contest(id=uuid7(), review=review, repair=review.repair, technician=review.technician)
    return _begun(row, why, files, by, now)


def contest_job(
    *, visit: Visit, ground: str, why: str, files: Sequence[SealedFile] = (), by: Actor, now: datetime
) -> Contest:
    """Say what of a job was wrong, who got it or what was paid for it."""
    if ground not in choices.GROUNDS:
        raise Invalid("ground", expected=" | ".join(choices.GROUNDS), got=ground[:24])
    about = choices.about(ground)
    case = queries.job_situation(visit, by=by, now=now, under_lock=True)
    if about in case.contested:
        raise ContestedAlready({"number": visit.number})
    if about not in rules.contestable(case):
        raise NotYourJob({"number": visit.number})
    row = Contest(id=uuid7(), about=about, ground=ground, visit=visit, technician=network.technician_of(by))
    row.repair = repairs.repair_by_key(str(visit.stream_key))
    return _begun(row, why, files, by, now)


def _begun(row: Contest, why: str, files: Sequence[SealedFile], by: Actor, now: datetime) -> Contest:
    if any(one.kind not in PICTURES for one in files):
        raise Invalid("files", expected=_("pictures"), got=_("another kind of file"))
    row.why_sealed = vault.seal("quality.contest.why", row.id, _checked_reason(why))
    told = {"review": str(row.review_id)} if row.review_id else {"ground": row.ground}
    begin(row, by=by, now=now, facts={"about": row.about, "repair": row.repair.number, **told})
    hashes = dict.fromkeys(one.sha256 for one in files)
    ContestPicture.objects.bulk_create([ContestPicture(contest=row, file=one) for one in hashes])
    clocks.start(CLOCK, row.stream(), whose="quality", now=now)
    _tell(row, "quality.contested", {"of_review": True} if row.review_id else {}, by=by, now=now)
    return row


def _tell(row: Contest, code: str, facts: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    """Write on the technician's own stream what became of what he contests: he and who judges it are told by it."""
    about = {"contest": str(row.id), **facts}
    timeline.write(StreamKey("technician", str(row.technician_id)), code, by=by, now=now, facts=about)


def uphold(*, contest: Contest, why: str, by: Actor, now: datetime) -> None:
    """Say that it stays as it is, and why."""
    _judge(contest, "uphold", why, by, now)


def set_aside(*, contest: Contest, why: str, by: Actor, now: datetime) -> None:
    """Say that the technician is right, and why; a review counts no more for his grade, it stays readable."""
    _judge(contest, "set_aside", why, by, now)
    review = contest.review
    if review is None:
        return
    Review.objects.filter(pk=review.pk).update(counts=False)
    grade(technician=contest.technician, now=now)


def withdraw(*, contest: Contest, by: Actor, now: datetime) -> None:
    """Take an objection back."""
    if not queries.contest_situation(contest, by=by, now=now).own:
        raise NotYourReview({"contest": str(contest.id)})
    lock(contest)
    transition(contest, "withdraw", by=by, now=now)
    clocks.stop(contest.stream(), CLOCK, now=now)


def late(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Say that nobody answered in time (the clock's end); it stays open."""
    _tell(queries.contest_by_key(stream.key), "quality.contest_late", {}, by=SYSTEM, now=now)


def _judge(contest: Contest, step: str, why: str, by: Actor, now: datetime) -> None:
    sealed = vault.seal("quality.contest.judged_why", contest.id, _checked_reason(why))
    case = queries.contest_situation(contest, by=by, now=now, under_lock=True)
    if not rules.may_judge(case):
        raise TookPart({"contest": str(contest.id)})
    alone = rules.is_alone(case)
    told = {"review": str(contest.review_id)} if contest.review_id else {}
    counts = {"counts": False} if step == "set_aside" and contest.review_id else {}
    sets = {"judged_by": by.key, "judged_why_sealed": sealed, "alone": alone}
    transition(contest, step, by=by, now=now, facts={**told, **counts, "alone": alone}, sets=sets)
    clocks.meet(contest.stream(), CLOCK, now=now)
    stands = step == "uphold"
    pays = {"pay": True, "case": contest.repair.number} if contest.about == choices.PAY and not stands else {}
    _tell(contest, "quality.contest_judged", {"stands": stands, **pays}, by=by, now=now)


def _checked_reason(why: str) -> str:
    if not why.strip():
        raise ReasonNeeded("why", expected="a reason", got="")
    return why.strip()[:1000]
