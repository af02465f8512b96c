"""What is laid open for a moment goes with its process, however that ends."""

import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anxin.core import plain_files

NAMES = "name,phone\n张三,13900001234\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a data folder of its own, and a process that has made no folder yet."""
    settings.DATA = tmp_path
    monkeypatch.setattr(plain_files, "_OWN", plain_files._Own())
    return tmp_path


def forked(work: Callable[[], object]) -> int:
    """Do something in a process of its own that ends without a word; return its number."""
    number = os.fork()
    if not number:
        try:
            work()
        finally:
            os._exit(0)
    return number


def lays(ready: int) -> None:
    with plain_files.folder() as room:
        (room / "rows.csv").write_text(NAMES, encoding="utf-8")
        os.write(ready, b".")
        signal.pause()


def plain(data: Path) -> list[Path]:
    return sorted(one for one in data.rglob("*") if one.is_file() and one.name != plain_files.HELD)


def begun() -> int:
    """Start a process that reads a file of rows, and wait until it lies open."""
    reads, writes = os.pipe()
    number = forked(lambda: lays(writes))
    assert os.read(reads, 1)
    return number


def killed(number: int) -> None:
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


class TestFolder:
    def test_is_gone_with_all_that_lies_in_it_once_it_is_left(self, data: Path) -> None:
        with plain_files.folder() as room:
            (room / "rows.csv").write_text(NAMES, encoding="utf-8")
            assert room.stat().st_mode & 0o077 == 0
            assert plain(data) == [room / "rows.csv"]
        assert plain(data) == []

    def test_of_a_killed_process_is_destroyed_by_the_next_that_begins(self, data: Path) -> None:
        number = begun()
        killed(number)
        assert [one.read_text(encoding="utf-8") for one in plain(data)] == [NAMES]
        with plain_files.folder():
            assert plain(data) == []

    def test_of_one_that_lives_stays_whoever_begins(self, data: Path) -> None:
        number = begun()
        try:
            with plain_files.folder():
                assert [one.read_text(encoding="utf-8") for one in plain(data)] == [NAMES]
        finally:
            killed(number)

    def test_of_a_parent_is_not_its_childs_nor_held_by_it(self, data: Path) -> None:
        reads, writes = os.pipe()

        def parent() -> None:
            with plain_files.folder() as room:
                (room / "rows.csv").write_text(NAMES, encoding="utf-8")
                child = forked(lambda: (plain_files._own(), os.write(writes, b"."), signal.pause()))
                os.write(writes, str(child).encode())
                signal.pause()

        number = forked(parent)
        told = b""
        while b"." not in told or len(told) < 2:
            told += os.read(reads, 16)
        killed(number)
        with plain_files.folder():
            assert plain(data) == [], "the child lives, and holds nothing of its parent's"
        os.kill(int(told.replace(b".", b"")), signal.SIGKILL)

    def test_takes_what_libraries_put_down_in_a_process_that_serves_and_in_its_children(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
        monkeypatch.setenv("TMPDIR", "")
        plain_files.settle()
        mine = Path(tempfile.gettempdir())
        assert mine.parent == data / "run" / "plain"
        reads, writes = os.pipe()
        os.waitpid(forked(lambda: os.write(writes, tempfile.gettempdir().encode())), 0)
        theirs = Path(os.read(reads, 1000).decode())
        assert (theirs.parent, theirs == mine) == (mine.parent, False)
