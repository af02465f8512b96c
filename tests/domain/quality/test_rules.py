"""Fair scores: shrunk to the mean of the same kind of work, faded by age, never moved by few reviews."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.core.states import machines
from anxin.domain.quality import rules
from tests import walks

STARS = st.integers(1, 5)
REVIEWS = st.lists(
    st.builds(
        rules.ScoredReview,
        overall=STARS,
        stars=st.dictionaries(st.sampled_from(rules.ASPECTS), STARS),
        category=st.sampled_from(["lock", "aircon"]),
        age_days=st.floats(0, 2000),
    ),
    max_size=40,
)


def prior_of(mean: float, **kinds: float) -> rules.Prior:
    means = {kind: dict.fromkeys(rules.ASPECTS, value) for kind, value in {"": mean, **kinds}.items()}
    return rules.Prior(means=means, weight=10, half_life_days=180)


def review(stars: int, *, category: str = "lock", age_days: float = 0.0) -> rules.ScoredReview:
    return rules.ScoredReview(overall=stars, stars={}, category=category, age_days=age_days)


class TestFair:
    @pytest.mark.parametrize(
        ("stars", "expected"),
        [([], 4.6), ([5], 4.64), ([1], 4.27), ([5] * 16 + [4] * 4, 4.73), ([5] * 4 + [4] * 16, 4.33)],
    )
    def test_gives_the_worked_examples(self, stars: list[int], expected: float) -> None:
        score = rules.fair([review(one) for one in stars], prior=prior_of(4.6, lock=4.6))
        assert score.overall == pytest.approx(expected, abs=0.005)

    def test_does_not_punish_who_takes_the_hard_jobs(self) -> None:
        prior = prior_of(4.4, lock=4.8, aircon=4.0)
        easy = rules.fair([review(5)] * 8 + [review(4)] * 2, prior=prior)
        hard = rules.fair([review(4, category="aircon")] * 10, prior=prior)
        assert easy.overall == pytest.approx(hard.overall)

    def test_forgets_half_in_each_half_life(self) -> None:
        fresh = rules.fair([review(1)] * 10, prior=prior_of(4.5, lock=4.5))
        old = rules.fair([review(1, age_days=720)] * 10, prior=prior_of(4.5, lock=4.5))
        assert fresh.overall < old.overall < 4.5
        assert rules.weight_of(180, half_life_days=180) == 0.5

    @given(REVIEWS, st.floats(1, 5))
    def test_stays_between_one_and_five(self, reviews: list[rules.ScoredReview], mean: float) -> None:
        score = rules.fair(reviews, prior=prior_of(mean))
        assert all(1 <= value <= 5 for value in score.aspects.values())
        assert 0 <= score.weight <= len(reviews)

    @given(REVIEWS, STARS)
    def test_is_never_lowered_by_a_better_review(self, reviews: list[rules.ScoredReview], stars: int) -> None:
        prior = prior_of(3.0, lock=3.0, aircon=3.0)
        worse = rules.fair([*reviews, review(stars)], prior=prior)
        better = rules.fair([*reviews, review(min(stars + 1, 5))], prior=prior)
        assert better.overall >= worse.overall


class TestMeans:
    def test_begins_near_the_neutral_mark(self) -> None:
        assert rules.means([review(1)])["lock"]["skill"] == pytest.approx((20 * 4 + 1) / 21)
        assert rules.means([review(5)] * 980)[""]["skill"] == pytest.approx(4.98)


class TestGrade:
    def score(self, overall: float, reviews: int) -> rules.Score:
        return rules.Score(aspects={}, overall=overall, reviews=reviews, weight=float(reviews))

    @given(st.floats(1, 5), st.integers(1, 4), st.integers(0, 5))
    def test_does_not_move_below_the_least_number(self, overall: float, reviews: int, held: int) -> None:
        assert rules.grade(self.score(overall, reviews), held=held, least=5) == held

    @given(st.floats(1, 5), st.integers(0, 5))
    def test_is_none_from_no_review_whatever_was_held(self, overall: float, held: int) -> None:
        assert rules.grade(self.score(overall, 0), held=held, least=5) == 0

    def test_does_not_flutter_at_the_edge(self) -> None:
        assert rules.grade(self.score(4.45, 30), held=5, least=5) == 5
        assert rules.grade(self.score(4.3, 30), held=5, least=5) == 4

    def test_gives_a_newcomer_his_first_stars(self) -> None:
        assert rules.grade(self.score(4.6, 5), held=0, least=5) == 5


class TestSample:
    @given(st.integers(0, 2**128 - 1))
    def test_takes_nobody_at_nought_and_everybody_at_a_hundred(self, number: int) -> None:
        assert not rules.sampled(number=number, percent=0)
        assert rules.sampled(number=number, percent=100)

    def test_names_the_weightier_reason(self) -> None:
        asked = {"number": 0, "percent": 100}
        assert rules.why_followed(urgent=True, reworks=1, late=True, **asked) == "rework"
        assert rules.why_followed(urgent=True, reworks=0, late=True, **asked) == "late"
        assert rules.why_followed(urgent=False, reworks=0, late=False, **asked) == "sample"
        assert rules.why_followed(urgent=False, reworks=0, late=False, number=99, percent=20) == ""


class TestTables:
    @pytest.mark.parametrize("name", ["follow_up", "contest"])
    def test_lead_every_walk_to_a_declared_end(self, name: str) -> None:
        machine = machines()[name]
        ends = {walks.in_memory(machine, Random(seed))[-1] for seed in range(300)}
        assert machine.ends <= ends
