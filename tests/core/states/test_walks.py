from random import Random

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from tests import walks
from tests.core.lamp import LAMP, a_lamp


class TestWalks:
    def test_never_leave_the_table_in_memory(self):
        ends = [walks.in_memory(LAMP, Random(seed))[-1] for seed in range(1000)]
        assert "scrapped" in ends

    @pytest.mark.django_db
    @pytest.mark.usefixtures("lamps")
    def test_lose_no_step_and_take_no_illegal_one_on_the_database(self, now):
        for seed in range(50):
            walks.on_database(a_lamp, Random(seed), now)
            if seed % 20 == 0:
                acting(lambda: timeline.checkpoint(now))
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify(all_roots=True) == []
