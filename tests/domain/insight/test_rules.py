"""How figures are worked out: honest about few cases, shares with their counts."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.insight import rules
from anxin.domain.insight.rules import Share

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


class TestShare:
    def test_of_nothing_is_no_number(self) -> None:
        assert rules.share([]).percent is None
        assert not rules.share([True] * 4).speaks

    @given(st.lists(st.booleans(), min_size=1, max_size=50))
    def test_lies_between_nought_and_a_hundred(self, values: list[bool]) -> None:
        found = rules.share(values)
        assert found.percent is not None
        assert 0 <= found.percent <= 100
        assert found.held <= found.total == len(values)

    def test_is_compared_only_where_both_speak(self) -> None:
        assert rules.change(Share(held=9, total=10), Share(held=1, total=2)) is None
        assert rules.change(Share(held=9, total=10), Share(held=8, total=10)) == 10.0

    def test_tells_no_percent_of_a_single_case(self) -> None:
        assert Share(held=1, total=1).told is None
        assert Share(held=4, total=5).told == 80.0


class TestTrend:
    def test_is_none_from_one_case_a_week(self) -> None:
        assert rules.trend([Share(held=0, total=1), Share(held=1, total=1)]) is None
        assert rules.trend([Share(held=5, total=10)]) is None

    def test_is_the_points_between_weeks_that_both_speak(self) -> None:
        assert rules.trend([Share(held=5, total=10), Share(held=9, total=10)]) == 40.0


class TestWorst:
    def test_names_nothing_that_keeps_its_goal_or_says_too_little(self) -> None:
        shares = [("a", Share(held=96, total=100)), ("b", Share(held=0, total=2))]
        assert rules.worst(shares, goal=95) == ""
        assert rules.worst([*shares, ("c", Share(held=90, total=100))], goal=95) == "c"


class TestOthers:
    def test_week_begins_on_monday(self) -> None:
        assert rules.monday_of(date(2026, 11, 29)) == date(2026, 11, 23)

    def test_claim_ends_by_its_remedy(self) -> None:
        assert rules.outcome_of(state="closed", remedy="exchange", over=True) == "part"
        assert rules.outcome_of(state="closed", remedy="refuse", over=True) == "refuse"
        assert rules.outcome_of(state="withdrawn", remedy="", over=True) == "withdrawn"
        assert rules.outcome_of(state="review", remedy="", over=False) == "open"
        assert rules.outcome_of(state="outcome_taken", remedy="", over=True) == "elsewhere", "a platform decided it"

    def test_band_is_the_highest(self) -> None:
        assert rules.band_of(["low", "high", "none"]) == "high"
        assert rules.band_of([]) == "none"

    def test_appeal_changes_remedy_or_sum(self) -> None:
        assert rules.overturned(remedy="refuse", amount_fen=0, was="refund_only", was_fen=100)
        assert rules.overturned(remedy="refund_part", amount_fen=50, was="refund_part", was_fen=100)
        assert not rules.overturned(remedy="refuse", amount_fen=0, was="refuse", was_fen=0)


def test_a_claim_that_is_open_or_withdrawn_counts_as_judged_for_nobody() -> None:
    ends = {"refund_only": 3, "part": 1, "refuse": 2, "withdrawn": 7, "elsewhere": 1, "open": 9}
    assert rules.backed(ends) == Share(held=5, total=7)
