"""A busy machine is no fault, in what Hypothesis tries neither."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


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
