"""A busy machine is no fault, in what Hypothesis tries neither."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

from anxin.core import acting


class TestPatience:
    def test_is_had_with_every_example_and_with_what_makes_it(self) -> None:
        seen = []

        @settings(max_examples=2, database=None)
        @given(st.integers())
        def slow(number: int) -> None:
            time.sleep(0.25)  # Hypothesis itself allows 0.2 s
            seen.append(number)

        slow()

        assert len(seen) == 2
        assert HealthCheck.too_slow in settings().suppress_health_check

    def test_nothing_is_drawn_from_the_source_of_the_house(self) -> None:
        assert acting.__file__  # such a source is loaded
        assert [*providers._get_local_constants()] == []
