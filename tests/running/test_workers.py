"""`anxin worker` and the counts of `serve`: which processes come of them, and what is refused."""

import argparse
import signal
import subprocess
from collections.abc import Callable

import pytest

from anxin.commands.serve import workers
from anxin.core.queues.kinds import QUEUES, TOGETHER
from tests.patience import PATIENCE_S, until
from tests.running.house import House, alive, children_of

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]


class TestParts:
    def test_of_one_machine_are_three(self) -> None:
        parts = workers.parts_of(dict.fromkeys(QUEUES, 1))
        assert list(parts.values()) == list(TOGETHER)
        assert [queue for queues in TOGETHER for queue in queues if queue not in QUEUES] == []
        assert {queue for queues in parts.values() for queue in queues} == set(QUEUES)

    def test_of_more_have_what_is_wanted_more_often(self) -> None:
        assert workers.parts_of({"outside": 3, "offers": 2, "clocks": 1, "heavy": 0}) == {
            "worker-clocks": ("clocks",),
            "worker-offers-outside": ("offers", "outside"),
            "worker-offers-outside-2": ("offers", "outside"),
            "worker-outside-3": ("outside",),
        }

    @pytest.mark.parametrize("text", ["heavy", "heavy=1"])
    def test_are_one_where_no_number_is_said(self, text: str) -> None:
        assert workers.counted(text) == ("heavy", 1)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("mail", "expected one of clocks, notices"),
            ("heavy=many", "heavy with a number between 0 and 64"),
            ("heavy=65", "heavy with a number between 0 and 64"),
            ("pictures=2", "pictures with a number between 0 and 1"),
        ],
    )
    def test_of_a_wrong_count_are_none_and_it_is_named(self, text: str, said: str) -> None:
        with pytest.raises(argparse.ArgumentTypeError, match=said):
            workers.counted(text)


class TestRefusal:
    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("worker --queue mail", "--queue: expected one of clocks"),
            ("worker --grace soon", "--grace: expected seconds between 1 and 3600"),
            ("serve --only web --queue heavy=2", "--only: expected without --queue, got both"),
            ("serve --only web --live-port 9999", "--only: expected without --live-port, got both"),
            ("serve --only live --processes 2", "--processes: expected with pages, got --only live"),
        ],
    )
    def test_is_one_line(self, filled: House, command: str, said: str) -> None:
        done = filled.anxin(*command.split(), check=False)
        assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
        assert said in done.stderr

    @pytest.mark.parametrize("command", ["worker", "serve --only web --port 0"])
    def test_of_a_machine_without_the_secret_or_the_tables_of_the_others(
        self, tmp_path_factory: pytest.TempPathFactory, command: str
    ) -> None:
        house = House(folder=tmp_path_factory.mktemp("bare"))
        done = house.anxin(*command.split(), check=False)
        assert done.returncode == 2
        assert "ANXIN_SECRET_KEY: expected the one of all machines, got none" in done.stderr
        assert not (house.data / "secret").exists()

        house.extra["ANXIN_SECRET_KEY"] = "the same on every machine of this installation"
        done = house.anxin(*command.split(), check=False)
        assert done.returncode == 2
        assert "expected an installation with tables" in done.stderr

    def test_of_a_machine_without_the_master_key(self, a_house: Make) -> None:
        house = a_house()
        (house.folder / "keys" / "master.key").unlink()
        done = house.anxin("worker", check=False)
        assert done.returncode == 2
        assert "Master keys missing" in done.stderr


class TestWorker:
    def test_is_as_many_processes_as_were_asked_for_and_ends_with_all_of_them(self, a_house: Make) -> None:
        house = a_house()
        command = [*house.argv, "worker", "--queue", "clocks", "--queue", "heavy=2"]
        with subprocess.Popen(command, env=house.environment, stdout=subprocess.PIPE, text=True) as process:
            names = {"anxin worker-clocks", "anxin worker-heavy", "anxin worker-heavy-2"}
            until(lambda: set(children_of(process.pid).values()) == names, "all three")
            found = set(children_of(process.pid))
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0
        assert alive(found) == set()
