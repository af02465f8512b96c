"""Attention: one table; nothing lowers it, traces and editors hardly raise it."""

import pytest

from anxin.engines.evidence.attention import attention, table


class TestAttention:
    def test_takes_the_highest_row(self) -> None:
        assert attention(["label.edited", "reuse.automatic"]) == ("high", ("reuse.automatic", "label.edited"))

    def test_is_none_without_reasons(self) -> None:
        assert attention([]) == ("none", ())

    @pytest.mark.parametrize(
        "reason", ["label.edited", "reuse.suggested", "capture.screen", "trace.jpeg.double", "file.unreadable"]
    )
    def test_stays_low_for_what_honest_people_do(self, reason: str) -> None:
        assert attention([reason])[0] in ("none", "low")

    def test_knows_only_the_four_levels(self) -> None:
        assert set(table()[1].values()) <= {"none", "low", "medium", "high"}
