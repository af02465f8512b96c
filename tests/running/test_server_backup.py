"""Sets of PostgreSQL's own pages: made while it serves, restored to a moment, verified; broken ones refused."""

import json
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.patience import until
from tests.running.house import House
from tests.running.servers import TOOLS, Server, own_folder, owned_folder

pytestmark = pytest.mark.postgresql
LAID = """
    from django.utils import timezone
    from anxin.core import files
    from anxin.core.acting import acting
    from anxin.domain.people import actions as people
    acting(lambda: people.found_organisation(kind="brand", slug="{slug}", name="{slug}", now=timezone.now()))
"""
NAMED = """
    from anxin.domain.people.models import Organisation
    print(*sorted(Organisation.objects.filter(kind="brand").values_list("slug", flat=True)))
"""


@pytest.fixture(scope="module")
def saved() -> Iterator[tuple[House, Server, Path, str]]:
    """Give a house whose server was backed up whole, wrote, was backed up by what changed, wrote, and wrote again.

    With the folder of its sets, and a moment before what was written last.
    """
    with own_folder() as folder:
        yield from made_in(folder)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Give a folder that the server's user may use."""
    with own_folder() as folder:
        yield folder


def made_in(folder: Path) -> Iterator[tuple[House, Server, Path, str]]:
    sets = owned_folder(folder / "sets")
    wal = owned_folder(sets / "wal")
    settings = f"archive_mode = on\narchive_command = 'test ! -f {wal}/%f && cp %p {wal}/%f'\nsummarize_wal = on\n"
    server = Server(folder=folder / "server", settings=settings).made()
    house = House(folder=folder / "house", extra={"ANXIN_DATABASE_URL": server.url})
    try:
        house.anxin("upgrade")
        lay(house, "first")
        place = house.data / "files" / "ab"
        place.mkdir(parents=True)
        (place / "sealed").write_bytes(b"sealed bytes" * 1000)
        back_up(house, sets)
        lay(house, "second")
        time.sleep(1.1)
        back_up(house, sets, "--incremental")
        lay(house, "third")
        moment = datetime.now(UTC).isoformat()
        time.sleep(0.1)
        lay(house, "fourth")
        newest = server.ask("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
        until(lambda: (wal / str(newest)).exists(), "the last is archived")
        yield house, server, sets, moment
    finally:
        server.stop()


def lay(house: House, slug: str) -> None:
    house.python(LAID.format(slug=slug))


def back_up(house: House, sets: Path, *more: str) -> str:
    return house.anxin("backup", "--server", str(sets), "--tools", str(TOOLS), *more).stdout


def restored(saved: tuple[House, Server, Path, str], folder: Path, one: Path, *more: str) -> tuple[str, str]:
    """Restore a set; give what was said, and the brands that are there."""
    house = House(folder=folder / "house")
    shutil.copytree(saved[0].folder / "keys", house.folder / "keys")
    server = Server(folder=folder / "server")
    owned_folder(server.folder), owned_folder(server.data)
    words = ["restore", str(one), "--cluster", str(server.data), "--tools", str(TOOLS), *more]
    said = house.anxin(*words).stdout
    house.extra["ANXIN_DATABASE_URL"] = server.url
    server.start()
    try:
        assert (house.data / "files" / "ab" / "sealed").read_bytes() == b"sealed bytes" * 1000
        return said, house.python(NAMED)
    finally:
        server.stop()


def sets_of(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("[0-9]*/manifest.json"))


class TestRestore:
    def test_brings_back_everything_that_was_archived(self, saved, tmp_path) -> None:
        said, brands = restored(saved, tmp_path, sets_of(saved[2])[-1])
        assert brands == "first fourth second third"
        assert "files: all there" in said
        assert "whole in" in said

    def test_brings_back_a_moment(self, saved, tmp_path) -> None:
        _said, brands = restored(saved, tmp_path, sets_of(saved[2])[0], "--to", saved[3])
        assert brands == "first second third"

    def test_refuses_a_moment_that_nothing_reaches(self, saved, tmp_path) -> None:
        with pytest.raises(AssertionError, match="recovery ended before configured recovery target"):
            restored(saved, tmp_path, sets_of(saved[2])[0], "--to", "2099-01-01T00:00:00+08:00")

    @pytest.mark.parametrize("moment", ["yesterday", "2026-11-30T09:30:00"])
    def test_refuses_what_is_no_moment(self, saved, tmp_path, moment) -> None:
        with pytest.raises(AssertionError, match="--to: expected a moment with its zone"):
            restored(saved, tmp_path, sets_of(saved[2])[0], "--to", moment)

    def test_refuses_a_set_of_which_a_page_is_another(self, saved, tmp_path) -> None:
        other = tmp_path / "sets" / "20261130-000000"
        shutil.copytree(sets_of(saved[2])[0], other)
        page = max((other / "base" / "base").glob("*/*"), key=lambda path: path.stat().st_size)
        page.write_bytes(b"x" + page.read_bytes()[1:])
        with pytest.raises(AssertionError, match=r"pg_verifybackup: .*checksum mismatch"):
            restored(saved, tmp_path, other)

    def test_refuses_a_set_without_the_one_it_goes_back_to(self, saved, tmp_path) -> None:
        other = tmp_path / "sets" / "20261130-000000"
        shutil.copytree(sets_of(saved[2])[-1], other)
        with pytest.raises(AssertionError, match="expected a set with its manifest"):
            restored(saved, tmp_path, other)

    def test_refuses_a_folder_that_holds_something(self, saved, tmp_path) -> None:
        (owned_folder(tmp_path / "server") / "something").touch()
        house = House(folder=tmp_path / "house")
        words = ["restore", str(sets_of(saved[2])[0]), "--cluster", str(tmp_path / "server")]
        done = house.anxin(*words, check=False)
        assert done.returncode == 2
        assert "--cluster: expected an empty folder" in done.stderr


class TestBackup:
    def test_of_what_changed_holds_less_and_says_what_it_goes_back_to(self, saved) -> None:
        whole, changed = sets_of(saved[2])
        assert json.loads((changed / "manifest.json").read_text())["prior"] == whole.name
        assert size_of(changed / "base" / "base") < size_of(whole / "base" / "base") / 2

    def test_that_fails_leaves_nothing_and_is_said_on_the_checklist(self, saved, tmp_path) -> None:
        house = saved[0]
        done = house.anxin("backup", "--server", str(tmp_path / "new"), "--incremental", check=False)
        assert done.returncode == 2
        assert "--incremental: expected a set in" in done.stderr
        assert not list(tmp_path.glob("new/*"))
        found = json.loads(house.anxin("doctor", "--json", check=False).stdout)
        assert "expected a set in" in next(one["says"] for one in found if one["code"] == "backup")

    def test_whose_log_is_archived_no_more_is_said_by_doctor(self, saved) -> None:
        house, server, sets, _moment = saved
        (sets / "wal").rename(sets / "elsewhere")
        try:
            server.ask("SELECT pg_switch_wal()")
            wrong = "SELECT failed_count FROM pg_stat_archiver WHERE last_failed_time > last_archived_time"
            until(lambda: server.ask(wrong), "it fails")
            found = json.loads(house.anxin("doctor", "--json", check=False).stdout)
            said = [one["says"] for one in found if one["code"] == "database"]
            assert any("reaches its archive no more" in one for one in said)
        finally:
            (sets / "elsewhere").rename(sets / "wal")

    def test_of_sqlite_is_refused(self, tmp_path) -> None:
        house = House(folder=tmp_path)
        house.anxin("upgrade")
        done = house.anxin("backup", "--server", str(tmp_path / "new"), check=False)
        assert (done.returncode, "expected a database in PostgreSQL" in done.stderr) == (2, True)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
