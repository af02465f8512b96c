"""SIGKILL of the supervisor, the web, a worker, or live where it runs apart: nothing acknowledged is lost."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest

from tests.patience import until
from tests.running import kill
from tests.running.house import House, alive

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]
PLANT = """
    from django.apps import apps
    from anxin.domain.people.queries.actors import hash_of
    link = apps.get_model("people.CaseLink").objects.get(token_hash=hash_of({token!r}))
    apps.get_model("core.Clock").objects.filter(stream_key=str(link.stream_key)).delete()
"""


def fill(house: House) -> House:
    house.extra["ANXIN_TLS"] = "1"  # every customer has an address of his own behind the proxy
    house.python(kill.LAY)
    return house


def play(house: House, *, reports: int, kills: int, apart: bool, seed: int = 7) -> kill.Story:
    house.open(*(("--live-port", str(kill.free_port())) if apart else ()))
    victims = ("supervisor", "web", "worker", *(("live",) if apart else ()))
    return kill.play(house, reports=reports, kills=kills, seed=seed, victims=victims)


def assert_holds(house: House, story: kill.Story, *, reports: int, kills: int) -> None:
    found = kill.count(house, story)
    assert found["faults"] == []
    assert len(story.killed) == kills
    assert sum(not token.startswith("none-") for token in story.told) == reports == found["repairs"]
    assert alive(story.gone) == set()


def pages_of(house: House) -> list[int]:
    return sorted(pid for pid, command in house.processes().items() if command == "anxin pages")


def listen(pids: set[int], port: int) -> bool:
    """Say whether each of them takes connections: a house is ready as soon as the first of them does."""
    found = (psutil.Process(pid).net_connections(kind="tcp") for pid in pids)
    return all(any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in every) for every in found)


def asked(house: House) -> int:
    """Ask as a browser does: what stood in a dead process's queue is reset, and asked once more."""
    with suppress(ConnectionResetError):
        return house.get("/about/")[0]
    return house.get("/about/")[0]


class TestKill:
    """Nothing acknowledged is lost and nothing done twice; and what counts it would notice."""

    @pytest.mark.timeout(900)
    def test_loses_nothing_and_the_count_names_what_is_missing_changed_or_unwatched(self, a_house: Make) -> None:
        house = fill(a_house())
        story = play(house, reports=20, kills=4, apart=True, seed=6)
        assert set(story.killed) == {"supervisor", "worker", "web", "live"}  # as this seed draws them
        assert_holds(house, story, reports=20, kills=4)
        changed, unwatched, *_left = story.told
        story.told["a-token-nobody-has"] = "0" * 64
        story.told[changed] = "1" * 64
        house.python(PLANT.format(token=unwatched))

        faults = " ".join(map(str, kill.count(house, story)["faults"]))

        assert "acknowledged, but not there: 000000" in faults
        assert f"instead of {'1' * 64}" in faults
        assert "no clock stands" in faults

    @pytest.mark.soak
    @pytest.mark.timeout(900)
    @pytest.mark.parametrize("apart", [False, True], ids=["one port", "live apart"])
    def test_fifty_times_loses_nothing_acknowledged_and_does_nothing_twice(self, a_house: Make, apart: bool) -> None:
        house = fill(a_house())

        story = play(house, reports=200, kills=50, apart=apart)

        assert_holds(house, story, reports=200, kills=50)

    def test_one_page_process_leaves_the_other_to_answer(self, a_house: Make) -> None:
        house = a_house().open("--live-port", str(kill.free_port()))
        first, killed, stays = pages_of(house)
        until(lambda: listen({killed, stays}, house.port), "both page processes listening")

        os.kill(killed, signal.SIGKILL)
        until(lambda: not alive({killed}), "its end")

        assert {asked(house) for _turn in range(20)} == {200}
        found = until(
            lambda: now if len(now := pages_of(house)) == 3 and killed not in now else None, "another process"
        )
        assert {first, stays} < set(found)


HANDED_IN = """
    import signal
    from datetime import UTC, datetime
    from anxin.core.acting import acting
    from anxin.core.imports import table_files
    rows = "name,phone\\n张三,13900001234\\n".encode()
    file = acting(lambda: table_files.take_in([rows], length=len(rows), now=datetime.now(UTC)))
    with table_files.laid(file) as path:
        print(path.read_text(encoding="utf-8"), flush=True)
        signal.raise_signal(signal.SIGKILL)
"""


class TestPlainRows:
    def test_that_a_killed_process_was_reading_are_gone_once_the_house_serves_again(self, a_house: Make) -> None:
        """A web process killed while it checked a file left names and phones in a public folder for good."""
        house = a_house()
        with pytest.raises(AssertionError):
            house.python(HANDED_IN)
        left = [one for one in house.data.rglob("rows.csv") if "13900001234" in one.read_text(encoding="utf-8")]
        assert len(left) == 1
        house.open()
        assert not list(house.data.rglob("rows.csv"))
