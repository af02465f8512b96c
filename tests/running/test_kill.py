"""SIGKILL of the supervisor, the web, a worker, or live where it runs apart: nothing acknowledged is lost."""

from collections.abc import Callable

import pytest

from tests.running import kill
from tests.running.house import House, alive

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]


@pytest.mark.parametrize(
    ("kills", "reports", "apart"),
    [
        (10, 30, False),
        pytest.param(50, 200, False, marks=pytest.mark.soak),
        pytest.param(50, 200, True, marks=pytest.mark.soak),
    ],
)
class TestKill:
    @pytest.mark.timeout(900)
    def test_loses_nothing_acknowledged_and_does_nothing_twice(
        self, a_house: Make, kills: int, reports: int, apart: bool
    ) -> None:
        house = a_house()
        house.extra["ANXIN_TLS"] = "1"  # every customer has an address of his own behind the proxy
        house.python(kill.LAY)
        house.open(*(("--live-port", str(kill.free_port())) if apart else ()))
        victims = ("supervisor", "web", "worker", *(("live",) if apart else ()))

        story = kill.play(house, reports=reports, kills=kills, seed=7, victims=victims)

        found = kill.count(house, story)
        assert found["faults"] == []
        assert len(story.killed) == kills
        assert sum(not token.startswith("none-") for token in story.told) == reports == found["repairs"]
        assert alive(story.gone) == set()
