"""The whole walk, on the database: from a stranger's report to the closed repair."""

from datetime import datetime

import pytest

from anxin.core import timeline
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


class TestWalk:
    @pytest.mark.parametrize("at", builders.WALK)
    def test_reaches(self, at: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at=at)
        assert timeline.read(one.repair.stream())
