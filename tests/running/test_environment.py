"""What comes from outside becomes settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import anxin
from anxin.config import environment
from tests.patience import PATIENCE_S
from tests.running.house import ANXIN, House

THREADS = """
from anxin.config import settings
import numpy, os
one = numpy.ones((900, 900), numpy.float32)
one @ one
print(len(os.listdir("/proc/self/task")))
"""


class TestDatabase:
    def test_goes_encrypted_where_its_address_says_so(self) -> None:
        url = "postgresql://anxin:secret@db.example/anxin?sslmode=verify-full&sslrootcert=/etc/ca.pem&pool=99"
        options = environment.database(environment.read({"ANXIN_DATABASE_URL": url}))["OPTIONS"]
        assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")  # type: ignore[index]
        assert options["pool"]["max_size"] == 16  # type: ignore[index]

    def test_keeps_no_cursor_open_past_a_transaction_where_a_pooler_stands_before_it(self) -> None:
        url = "postgresql://db.example/anxin"
        for said, kept in (("", False), ("?pooler=transaction", True)):
            settings = environment.database(environment.read({"ANXIN_DATABASE_URL": url + said}))
            assert settings["DISABLE_SERVER_SIDE_CURSORS"] is kept
        with pytest.raises(ValueError, match="pooler: expected transaction or nothing, got 'session'"):
            environment.database(environment.read({"ANXIN_DATABASE_URL": f"{url}?pooler=session"}))


class TestMatrices:
    def test_are_multiplied_by_the_thread_that_asks_unless_an_operator_says_otherwise(self, tmp_path: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
        for told, threads in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")):
            around = {**kept, **told, "ANXIN_DATA": str(tmp_path)}
            done = subprocess.run(
                [sys.executable, "-c", THREADS], env=around, capture_output=True, text=True, check=True
            )
            assert done.stdout.strip() == threads


class TestFolder:
    """Started in the wrong place it touches nothing: `var` of the root folder is the machine's."""

    @pytest.mark.parametrize("command", ["serve", "upgrade", "doctor"])
    def test_of_somebody_else_is_left_as_it_is(self, command: str, tmp_path: Path) -> None:
        house = House(folder=tmp_path)
        (house.data / "lock").mkdir(parents=True)
        kept = house.data / "mail.log"
        kept.write_text("not ours", encoding="utf-8")
        kept.chmod(0o644)
        done = house.anxin(command, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        said = f"expected an empty folder or one of ours, got {house.data}, which holds"
        assert done.stderr.startswith(f"anxin {command}: --data: {said}")
        assert sorted(one.name for one in house.data.iterdir()) == ["lock", "mail.log"]
        assert kept.stat().st_mode & 0o777 == 0o644

    def test_with_nothing_but_what_a_fresh_disk_holds_is_taken(self, tmp_path: Path) -> None:
        house = House(folder=tmp_path)
        (house.data / "lost+found").mkdir(parents=True)
        assert house.anxin("upgrade").returncode == 0

    @pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
    def test_of_another_user_says_whose_it_is_and_shows_nothing(self, filled: House) -> None:
        for command in (["timeline", "verify"], ["serve", "--port", "0"], ["backup"], ["keys", "show"]):
            done = subprocess.run(
                [*ANXIN, *command],
                env=filled.environment | {"PYTHONPATH": str(Path(anxin.__file__).parents[1]), "PYTHONSAFEPATH": "1"},
                cwd="/",
                user=65534,
                group=65534,
                extra_groups=[],
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
            )
            assert (done.returncode, done.stdout) == (2, ""), done.stderr
            assert len(done.stderr.splitlines()) == 1
            assert "expected what this user may read and write" in done.stderr
