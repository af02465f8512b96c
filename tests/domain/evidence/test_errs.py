"""How often a check errs: one sentence with its bound, from the card, on every face."""

import pytest
from django.utils import translation

from anxin.domain.evidence import gateway
from anxin.domain.evidence.rules import Rate
from anxin.domain.evidence.wording import error_rate


class TestRate:
    @pytest.mark.parametrize(
        ("held", "total", "bound"), [(0, 29, 12.0), (0, 96, 3.8), (0, 338, 1.1), (2, 93, 7.6), (5, 5, 100.0)]
    )
    def test_is_told_with_the_exact_95_percent_bound(self, held: int, total: int, bound: float) -> None:
        assert Rate(held=held, total=total).bound == pytest.approx(bound, abs=0.11)


class TestErrs:
    @pytest.mark.parametrize("check", ["same_shot", "redrawn", "label"])
    def test_reads_the_numbers_of_the_card(self, check: str) -> None:
        false = gateway.error_rates()[f"{check}.false"]
        card = gateway.measured()
        assert card is not None
        assert f"{false.held}/{false.total}" in {row[1].split()[0] for row in card.rows}
        with translation.override("zh-hans"):
            said = gateway.errs(check)
        assert f"误报 {false.held}/{false.total}（不超过 {false.bound:g}%）" in said
        assert card.version in said

    def test_card_is_whole_in_both_languages(self) -> None:
        cards = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                cards.append(gateway.measured())
        chinese, english = cards
        assert chinese is not None
        assert english is not None
        assert [row[1:] for row in english.rows] == [row[1:] for row in chinese.rows]
        assert len(english.limits) == len(chinese.limits)
        said = "".join([english.data, *english.limits, *(row[0] for row in english.rows)])
        assert not [letter for letter in said if "\u2e80" < letter < "\uff00"]

    def test_says_so_where_nobody_measured(self) -> None:
        with translation.override("zh-hans"):
            assert gateway.errs("reuse") == error_rate.errs(false=None) == "这一项多常出错，还没有测过。"
