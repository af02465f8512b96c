"""Two who want the last window at the same moment: one gets it, the other reads that it is gone."""

from dataclasses import replace
from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import ground
from anxin.domain.network.models import Engagement
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from tests import racing
from tests.domain.visits import test_windows as windows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("channel", ["page", "api"])
def test_the_last_window_is_given_once(channel: str, now: datetime) -> None:
    ground.lay(now=now)
    _first, *others = windows.able()
    Engagement.objects.filter(technician__in=others).delete()
    assert set(windows.free(now).values()) == {1}
    numbers = iter((1, 2))

    def wants() -> str:
        n = next(numbers)
        try:
            report = replace(windows.held(now, 10, n), channel=channel)
            acting(lambda: repairs.report(report=report, by=STRANGER, now=now))
        except visits.WindowGone:
            return "gone"
        return "taken"

    assert sorted(racing.racing(2, wants, slow=(gateway, "free_windows"))) == ["gone", "taken"]
    assert Repair.objects.count() == 1
    assert windows.free(now)[10] == 0
