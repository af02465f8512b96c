"""What is decided about reviews, grades and follow-ups: pure functions on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anxin.domain.repairs.states import REPAIR

ASPECTS = ("punctual", "skill", "manner", "price", "clean")
TAGS = ("explained", "quick", "careful", "came_late", "left_dirt", "not_fixed", "price_surprise")
ANSWERS = ("works", "on_time", "price_as_agreed", "knows_guarantee")
MOST_STARS = 5
LONGEST = 1000
"""So long may a customer's own words be."""
NEUTRAL = 4.0
YARDSTICK = 20
"""How many reviews at the neutral mark every kind of work begins with."""
SURE_TO_MOVE = 0.6
"""How far a score must lie from the grade before the grade moves: no flutter at the edge."""


@dataclass(frozen=True, kw_only=True)
class ScoredReview:
    """One review as the score sees it: stars by aspect (overall where an aspect wasn't given), and its age."""

    overall: int
    stars: Mapping[str, int]
    category: str
    age_days: float


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What a technician without reviews is assumed to be, and how strongly: the mean of the same kind of work."""

    means: Mapping[str, Mapping[str, float]]
    weight: float
    half_life_days: float


@dataclass(frozen=True, kw_only=True)
class Score:
    """A fair score: by aspect and over all, on how many reviews, and how much they weigh by their age."""

    aspects: Mapping[str, float]
    overall: float
    reviews: int
    weight: float


def weight_of(age_days: float, *, half_life_days: float) -> float:
    """Return a review's weight: half of it is gone after each half-life."""
    return float(0.5 ** (max(age_days, 0.0) / half_life_days))


def stars_of(given: ScoredReview, aspect: str) -> int:
    """Return a review's stars for an aspect, the overall ones where the aspect was left open."""
    return given.stars.get(aspect, given.overall)


def means(reviews: Iterable[ScoredReview], *, neutral: float = NEUTRAL) -> dict[str, dict[str, float]]:
    """Return the mean of every aspect by kind of work; "" is the mean over all work.

    Where few have rated a kind of work its mean stays near the neutral one: a yardstick made of one review would
    measure that review with itself.
    """
    sums: dict[str, dict[str, list[int]]] = {}
    for one in reviews:
        for kind in (one.category, ""):
            for aspect in ASPECTS:
                sums.setdefault(kind, {}).setdefault(aspect, []).append(stars_of(one, aspect))
    return {
        kind: {
            aspect: (YARDSTICK * neutral + sum(several)) / (YARDSTICK + len(several))
            for aspect, several in aspects.items()
        }
        for kind, aspects in sums.items()
    }


def fair(reviews: Sequence[ScoredReview], *, prior: Prior, neutral: float = NEUTRAL) -> Score:
    """Shrink each aspect to the mean of the same kind of work: `(C·m + Σ w·s) / (C + Σ w)`.

    One bad review among few moves a score little, many move it as far as they go; old ones fade. What a kind of
    work usually gets is the yardstick, so that nobody loses by taking the hard jobs.
    """
    weights = [weight_of(one.age_days, half_life_days=prior.half_life_days) for one in reviews]
    aspects = {aspect: _shrunk(reviews, weights, aspect, prior, neutral) for aspect in ASPECTS}
    return Score(
        aspects=aspects,
        overall=sum(aspects.values()) / len(aspects),
        reviews=len(reviews),
        weight=sum(weights),
    )


def _shrunk(
    reviews: Sequence[ScoredReview], weights: Sequence[float], aspect: str, prior: Prior, neutral: float
) -> float:
    general = prior.means.get("", {}).get(aspect, neutral)
    over = 0.0
    for one, weight in zip(reviews, weights, strict=True):
        usual = prior.means.get(one.category, {}).get(aspect, general)
        over += weight * (stars_of(one, aspect) - usual)
    return min(max(general + over / (prior.weight + sum(weights)), 1.0), float(MOST_STARS))


def grade(score: Score, *, held: int, least: int) -> int:
    """Return the stars shown: none (0) from no review; what is held stays below `least` and in the sure distance."""
    if not score.reviews:
        return 0
    if score.reviews < least:
        return held
    if held and abs(score.overall - held) < SURE_TO_MOVE:
        return held
    return min(max(round(score.overall), 1), MOST_STARS)


def bad(*, overall: int, stars: Mapping[str, int], bad_stars: int) -> bool:
    """Return whether somebody must be called because of a review: few stars over all, or a single one anywhere."""
    return overall <= bad_stars or 1 in stars.values()


def sampled(*, number: int, percent: int) -> bool:
    """Return whether a case falls into the sample; its own random number decides, nobody chooses."""
    return number % 100 < percent


def why_followed(*, urgent: bool, reworks: int, late: bool, number: int, percent: int) -> str:
    """Return why a closed repair is followed up: rework, late, urgent, sample; empty where it isn't."""
    if reworks:
        return "rework"
    if late:
        return "late"
    if urgent:
        return "urgent"
    return "sample" if sampled(number=number, percent=percent) else ""


def may_read_words(*, apart: bool, reader: str) -> bool:
    """Return whether somebody reads a review's own words; the outlet's side doesn't where the customer asked so."""
    return reader in ("customer", "desk") or not apart


@dataclass(frozen=True, kw_only=True)
class RatingSituation:
    """A repair as whoever would rate it looks at it; `why` he can't, empty where he can."""

    state: str
    why: str

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"repair": self.state}


def may_rate(case: RatingSituation) -> bool:
    """Return whether a repair can be rated."""
    return not case.why


def why_no_review(*, state: str, look: bool, reviewed: bool, closed_days: float | None, most_days: int) -> str:
    """Return why a repair can't be rated: given, look (for a claim), not_yet, over; empty where it can."""
    if reviewed or look:
        return "given" if reviewed else "look"
    if state not in REPAIR.capabilities["review"] or closed_days is None:
        return "not_yet"
    return "over" if closed_days > most_days else ""


@dataclass(frozen=True, kw_only=True)
class FollowUpSituation:
    """A follow-up as the rules of its commands read it."""

    state: str

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"follow_up": self.state}
