"""Sets of PostgreSQL's pages go by age, never the last good chain; what stays is restored to any moment kept."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anxin.commands import base_backup, base_sets
from tests.running.house import House
from tests.running.servers import TOOLS, Server, own_folder, owned_folder
from tests.running.test_server_backup import back_up, lay, restored, sets_of

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def a_set(folder: Path, days: float, *, prior: str = "", log: int = 1, files: tuple[str, ...] = ("aa/old",)) -> str:
    """Lay a set of so many days ago, as a backup lays one, with what was archived from there and its files."""
    made = NOW - timedelta(days=days)
    one = folder / f"{made:%Y%m%d-%H%M%S}"
    (one / "base").mkdir(parents=True)
    (one / "base" / "pages").write_bytes(b"12345")
    segment = f"0000000100000000{log:08X}"
    (one / "base" / "backup_label").write_text(f"START WAL LOCATION: 0/{log}000028 (file {segment})\n")
    pages = json.dumps({"Files": [{"Path": "pages", "Size": 5}]})
    (one / "base" / "backup_manifest").write_text(pages)
    about = {"format": 2, "made_at": made.isoformat(), "prior": prior, "files": dict.fromkeys(files, "hash")}
    about["pages"] = base_backup.hash_of(one / "base" / "backup_manifest")
    (one / "manifest.json").write_text(json.dumps(about))
    for name in (segment, f"{segment}.00000028.backup"):
        (folder / "wal").mkdir(exist_ok=True)
        (folder / "wal" / name).touch()
    for name in files:
        (folder / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "files" / name).touch()
    return one.name


@pytest.fixture
def weeks(tmp_path: Path) -> list[str]:
    """Lay three weeks, each a whole set and one of what changed."""
    names = []
    for week, days in enumerate((21, 14, 7)):
        files = ("aa/all", f"bb/week{week}")
        names.append(a_set(tmp_path, days, log=10 * week + 1, files=files))
        names.append(a_set(tmp_path, days - 1, prior=names[-1], log=10 * week + 5, files=files))
    (tmp_path / "wal" / "00000002.history").touch()
    return names


def names_in(folder: Path) -> list[str]:
    return [one.name for one in base_sets.every(folder)]


def drop(folder: Path, days: float) -> list[str]:
    return base_sets.drop(folder, since=NOW - timedelta(days=days))


class TestDropping:
    def test_leaves_what_any_moment_kept_needs_with_its_log_and_files(self, tmp_path: Path, weeks: list[str]) -> None:
        assert drop(tmp_path, 10) == [weeks[1], weeks[0]]
        assert names_in(tmp_path) == weeks[2:]
        log = sorted(path.name for path in (tmp_path / "wal").iterdir())
        assert log[0] == "00000001000000000000000B"
        assert "00000002.history" in log
        files = {path.relative_to(tmp_path / "files").as_posix() for path in (tmp_path / "files").glob("*/*")}
        assert files == {"aa/all", "bb/week1", "bb/week2"}

    def test_never_costs_the_last_good_chain(self, tmp_path: Path, weeks: list[str]) -> None:
        drop(tmp_path, -1000)
        assert names_in(tmp_path) == weeks[4:]
        assert base_sets.good(tmp_path) == base_sets.every(tmp_path)

    def test_takes_no_broken_chain_for_the_last_good_one(self, tmp_path: Path, weeks: list[str]) -> None:
        for name in (weeks[2], weeks[4]):
            (tmp_path / name / "base" / "pages").write_bytes(b"1")
        assert drop(tmp_path, 1) == []
        assert names_in(tmp_path) == weeks
        assert (tmp_path / "wal" / "000000010000000000000001").exists()

    def test_drops_nothing_where_no_set_is_good(self, tmp_path: Path, weeks: list[str]) -> None:
        for name in weeks:
            (tmp_path / name / "base" / "backup_manifest").write_text("{}")
        assert drop(tmp_path, 1) == []
        assert names_in(tmp_path) == weeks

    def test_drops_no_file_while_a_set_that_stays_is_unreadable(self, tmp_path: Path, weeks: list[str]) -> None:
        (tmp_path / weeks[5] / "manifest.json").write_text("{")
        drop(tmp_path, 10)
        assert names_in(tmp_path) == weeks[2:]
        assert (tmp_path / "files" / "bb" / "week0").exists()

    def test_waits_for_nobody_who_writes_there(self, tmp_path: Path, weeks: list[str]) -> None:
        with base_backup.held(tmp_path), pytest.raises(base_backup.Busy, match="another backup is written into"):
            drop(tmp_path, 10)
        assert names_in(tmp_path) == weeks

    @pytest.mark.parametrize("step", range(8))
    def test_killed_at_any_step_leaves_chains_that_are_whole_and_is_done_the_next_time(
        self, tmp_path: Path, weeks: list[str], step: int
    ) -> None:
        done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(step)], cwd=ROOT, check=False)
        assert done.returncode == -signal.SIGKILL
        assert base_sets.good(tmp_path) == base_sets.every(tmp_path)
        assert names_in(tmp_path)[-4:] == weeks[2:]
        drop(tmp_path, 10)
        assert names_in(tmp_path) == weeks[2:]
        assert not list(tmp_path.glob(".[0-9]*"))
        assert not (tmp_path / "wal" / "000000010000000000000005").exists()


KILLED = """
import os, pathlib, shutil, signal, sys
from datetime import UTC, datetime, timedelta
from anxin.commands import base_sets
left = [int(sys.argv[2])]
def counted(whole):
    def one(*given, **named):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return whole(*given, **named)
    return one
os.unlink, os.rmdir, os.rename = map(counted, (os.unlink, os.rmdir, os.rename))
pathlib.os = shutil.os = os
base_sets.drop(pathlib.Path(sys.argv[1]), since=datetime(2026, 11, 20, 3, tzinfo=UTC))
"""


class TestState:
    def test_says_back_to_when_and_how_large(self, tmp_path: Path, weeks: list[str]) -> None:
        found = base_sets.state(tmp_path, since=NOW - 30 * DAY)
        assert (found.sets, found.reach, found.newest, found.fault) == (6, NOW - 21 * DAY, NOW - 6 * DAY, "")
        assert found.size > 6 * 5

    def test_says_that_old_ones_were_not_dropped(self, tmp_path: Path, weeks: list[str]) -> None:
        assert "were not dropped" in base_sets.state(tmp_path, since=NOW - 8 * DAY).fault

    def test_says_what_is_wrong_with_the_newest(self, tmp_path: Path, weeks: list[str]) -> None:
        (tmp_path / weeks[4] / "base" / "pages").unlink()
        assert f"{weeks[4]}/base/pages with 5 bytes" in base_sets.state(tmp_path, since=NOW - 30 * DAY).fault


NIGHTLY = """
    from datetime import datetime, timedelta
    from anxin.config import tasks
    from anxin.core import settings
    from anxin.core.acting import acting
    from anxin.core.actors import SYSTEM
    now = datetime.fromisoformat("{now}")
    def lay():
        for name, value in {named}.items():
            settings.propose(name=name, value=value, valid_from=now, by=SYSTEM, now=now)
    acting(lay)
    tasks.back_up.func(now=now)
"""


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[House, Server, Path]]:
    """Give a house whose server archives its log into a folder of sets."""
    with own_folder() as folder:
        sets = owned_folder(folder / "sets")
        wal = owned_folder(sets / "wal")
        command = f"archive_command = 'test ! -f {wal}/%f && cp %p {wal}/%f'"
        settings = f"archive_mode = on\n{command}\nsummarize_wal = on\n"
        server = Server(folder=folder / "server", settings=settings).made()
        extra = {"ANXIN_DATABASE_URL": server.url, "PATH": f"{TOOLS}:{os.environ['PATH']}"}
        house = House(folder=folder / "house", extra=extra)
        try:
            house.anxin("upgrade")
            (house.data / "files" / "ab").mkdir(parents=True)
            (house.data / "files" / "ab" / "sealed").write_bytes(b"sealed bytes" * 1000)
            yield house, server, sets
        finally:
            server.stop()


@pytest.mark.postgresql
class TestANight:
    def test_writes_what_changed_drops_what_is_old_and_what_stays_is_restored(self, served, tmp_path) -> None:
        house, server, sets = served
        begun = datetime.now(UTC)
        night(house, sets, begun)
        lay(house, "second")
        night(house, sets, begun + DAY)
        whole, changed = sets_of(sets)
        assert [base_backup.read(one)["prior"] for one in (whole, changed)] == ["", whole.name]
        age(sets, 60)
        lay(house, "third")
        night(house, sets, begun + 2 * DAY)  # the chain is old: a whole one, and nothing before it is needed ...
        age(sets, 40)  # ... once that reaches back far enough
        night(house, sets, begun + 3 * DAY)
        lay(house, "fourth")
        kept = [one.name for one in sets_of(sets)]
        assert (len(kept), {whole.name, changed.name} & set(kept)) == (2, set())
        start = base_sets.START.search((sets / kept[0] / "base" / "backup_label").read_text())
        assert start is not None
        assert min(path.name for path in (sets / "wal").iterdir()) >= start[1]
        server.ask("SELECT pg_switch_wal()")
        with own_folder() as folder:
            said, brands = restored((house, server, sets, ""), folder, sets / kept[-1])
        assert brands in ("second third", "fourth second third")
        assert "whole in" in said

    def test_is_told_by_doctor(self, served) -> None:
        house, _server, sets = served
        found = json.loads(house.anxin("doctor", "--json", check=False).stdout)
        said = next(one for one in found if one["code"] == "sets")
        assert re.search(rf"\d in {sets} \(\d+\.\d GB, log \d+\.\d GB\), from ", said["says"])

    def test_by_hand_drops_the_old_too(self, served) -> None:
        house, _server, sets = served
        before = [one.name for one in sets_of(sets)]
        back_up(house, sets)
        age(sets, 100)
        assert f"dropped: {sets}" in back_up(house, sets)
        assert not set(before) & {one.name for one in sets_of(sets)}


def night(house: House, sets: Path, now: datetime) -> None:
    named = {"opening.backup_folder": str(sets), "opening.backup_kind": "pages"}
    house.python(NIGHTLY.format(now=now.isoformat(), named=named))


def age(sets: Path, days: int) -> None:
    """Have all sets there be older by so many days."""
    names = [one.name for one in sets_of(sets)]
    moved = {name: f"{datetime.strptime(name, '%Y%m%d-%H%M%S') - timedelta(days=days):%Y%m%d-%H%M%S}" for name in names}
    for name in names:
        about = json.loads((sets / name / "manifest.json").read_text())
        about["made_at"] = (datetime.fromisoformat(about["made_at"]) - timedelta(days=days)).isoformat()
        about["prior"] = moved.get(about["prior"], about["prior"])
        (sets / name / "manifest.json").write_text(json.dumps(about))
        (sets / name).rename(sets / moved[name])
