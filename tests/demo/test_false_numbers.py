"""The demo's false number: one place has taken it down, another is waited for, and both chains hold."""

from datetime import datetime, timedelta

import pytest

from anxin.core import checkpoints
from anxin.demo import false_numbers, ground
from anxin.domain.network import queries
from anxin.domain.network.models import ReportedNumber, Takedown

pytestmark = pytest.mark.django_db


class TestFalseNumber:
    def test_is_confirmed_taken_down_once_and_asked_for_once(self, now: datetime) -> None:
        ground.lay(now=now)
        false_numbers.tell(now=now)
        row = ReportedNumber.objects.get()
        assert (row.state, row.code, row.reports.count()) == ("confirmed", false_numbers.FALSE, 3)
        assert sorted(Takedown.objects.values_list("state", flat=True)) == ["sent", "taken_down"]
        waits = Takedown.objects.get(state="sent")
        assert queries.takedown_due(waits) == now + timedelta(days=4)
        assert queries.false_tally().taken_down == 1
        for one in (row, waits):
            assert checkpoints.verify_stream(one.stream()) is None
