"""A technician's grade: what counts, how it was worked out, and what he may read of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core import settings, vault
from anxin.core.actors import Actor
from anxin.domain.network import queries as network
from anxin.domain.network.models import Technician
from anxin.domain.quality import rules
from anxin.domain.quality.models import Contest, Review
from anxin.domain.quality.queries.contests import Due, due_of, own_situation
from anxin.domain.quality.queries.lookup import situation_of
from anxin.domain.quality.rules.contests import ContestSituation, ReviewSituation

NEWEST = 500
YARDSTICK = 5000


@dataclass(frozen=True, kw_only=True)
class OwnReview:
    """A review as the technician it is about reads it: no name ever; no words and no case where so asked."""

    id: UUID
    day: datetime
    overall: int
    stars: tuple[tuple[str, int], ...]
    tags: tuple[str, ...]
    words: str
    number: str
    apart: bool
    counts: bool
    weight: float
    contest_id: UUID | None
    contest: str
    contest_why: str
    due: Due | None
    situation: ReviewSituation
    contest_situation: ContestSituation | None


@dataclass(frozen=True, kw_only=True)
class GradeView:
    """A technician's grade with all it is made of; `stars` is 0 while too few reviews speak."""

    technician: str
    stars: int
    score: float
    aspects: tuple[tuple[str, float, float], ...]
    reviews: int
    weight: float
    prior: int
    least: int
    half_life_days: int
    shown: tuple[OwnReview, ...]

    @property
    def speaks(self) -> bool:
        """Return whether anybody has rated him: without a review there is no score."""
        return self.reviews > 0

    @property
    def lacking(self) -> int:
        """How many reviews are missing until the grade moves."""
        return max(self.least - self.reviews, 0)


def _given(rows: Iterable[tuple[int, dict[str, int], str, datetime]], now: datetime) -> list[rules.ScoredReview]:
    return [
        rules.ScoredReview(overall=overall, stars=stars, category=category, age_days=(now - at).total_seconds() / 86400)
        for overall, stars, category, at in rows
    ]


FIELDS = ("overall", "stars", "category", "at")


def _prior(now: datetime) -> rules.Prior:
    everybody = Review.objects.filter(counts=True).order_by("-at").values_list(*FIELDS)[:YARDSTICK]
    return rules.Prior(
        means=rules.means(_given(everybody, now)),
        weight=settings.get("quality.prior", at=now),
        half_life_days=settings.get("quality.half_life_d", at=now),
    )


def score_of(technician: Technician, *, now: datetime) -> rules.Score:
    """Work out a technician's fair score of today (four queries)."""
    rows = Review.objects.filter(technician=technician, counts=True).order_by("-at").values_list(*FIELDS)
    return rules.fair(_given(rows[:NEWEST], now), prior=_prior(now))


def own_grade(actor: Actor, *, now: datetime, limit: int = 50) -> GradeView:
    """Show a technician his own grade: the sum, each review in it, and what he may contest."""
    return grade_of(network.technician_of(actor), actor=actor, now=now, limit=limit)


def grade_of(technician: Technician, *, actor: Actor, now: datetime, limit: int = 50) -> GradeView:
    """Show a technician's grade to himself."""
    prior = _prior(now)
    rows = Review.objects.filter(technician=technician).order_by("-at", "-id")
    counted = _given(rows.filter(counts=True).values_list(*FIELDS)[:NEWEST], now)
    score = rules.fair(counted, prior=prior)
    usual = prior.means.get("", {})
    shown = list(rows.select_related("repair")[:limit])
    contests = {one.review_id: one for one in Contest.objects.filter(review__in=shown).order_by("created_at")}
    due = due_of(contests.values())
    return GradeView(
        technician=technician.called,
        stars=technician.grade,
        score=score.overall,
        aspects=tuple((name, value, usual.get(name, 4.0)) for name, value in score.aspects.items()),
        reviews=score.reviews,
        weight=score.weight,
        prior=int(prior.weight),
        least=settings.get("quality.least", at=now),
        half_life_days=int(prior.half_life_days),
        shown=tuple(_own(one, contests.get(one.id), due, prior, actor, now) for one in shown),
    )


def _own(
    row: Review, contest: Contest | None, due: Mapping[UUID, Due], prior: rules.Prior, actor: Actor, now: datetime
) -> OwnReview:
    readable = rules.may_read_words(apart=row.apart, reader="technician")
    words = vault.open_("quality.review.words", row.id, row.words_sealed) if readable and row.words_sealed else ""
    judged = contest.judged_why_sealed if contest else ""
    age = (now - row.at).total_seconds() / 86400
    return OwnReview(
        id=row.id,
        day=row.at,
        overall=row.overall,
        stars=tuple((name, row.stars[name]) for name in rules.ASPECTS if name in row.stars),
        tags=tuple(row.tags),
        words=words,
        number=row.repair.number if readable else "",
        apart=row.apart,
        counts=row.counts,
        weight=rules.weight_of(age, half_life_days=prior.half_life_days) if row.counts else 0.0,
        contest_id=contest.id if contest else None,
        due=due.get(contest.id) if contest else None,
        contest=contest.state if contest else "",
        contest_why=vault.open_("quality.contest.judged_why", contest.id, judged) if contest and judged else "",
        situation=situation_of(row, contest, actor),
        contest_situation=own_situation(contest) if contest else None,
    )
