"""SIGKILL of the supervisor, the web, a worker, or live where it runs apart: nothing acknowledged is lost."""

from collections.abc import Callable

import pytest

from tests.running import kill
from tests.running.house import House, alive

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]
PLANT = """
    from django.apps import apps
    from anxin.domain.people.queries import hash_of
    link = apps.get_model("people.CaseLink").objects.get(token_hash=hash_of({token!r}))
    apps.get_model("core.Clock").objects.filter(stream_key=str(link.stream_key)).delete()
"""


@pytest.mark.parametrize(
    ("kills", "reports", "apart"),
    [
        (10, 30, True),
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


class TestTheCount:
    """What counts after the kills would notice each thing that could be lost."""

    def test_names_what_is_missing_changed_or_unwatched(self, a_house: Make) -> None:
        house = a_house()
        house.extra["ANXIN_TLS"] = "1"
        house.python(kill.LAY)
        house.open()
        story = kill.play(house, reports=3, kills=0, seed=3, victims=())
        assert kill.count(house, story)["faults"] == []
        changed, unwatched, _left = story.told
        story.told["a-token-nobody-has"] = "0" * 64
        story.told[changed] = "1" * 64
        house.python(PLANT.format(token=unwatched))

        faults = " ".join(kill.count(house, story)["faults"])

        assert "acknowledged, but not there: 000000" in faults
        assert f"instead of {'1' * 64}" in faults
        assert "no clock stands" in faults
