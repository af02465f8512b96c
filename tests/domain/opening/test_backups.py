"""The nightly backup: makes room first, says why it failed, and never drops the last whole one."""

import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.commands import backup
from anxin.config import tasks
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import ground
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-30T10:00:00+08:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ground.lay(now=NOW)
    acting(lambda: opening.keep_backup(folder=str(tmp_path), by=SYSTEM, now=NOW))
    for day in range(10, 26):
        (tmp_path / f"anxin-202611{day}-020000.tar").write_text("whole")
    return tmp_path


def wholes(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.glob("anxin-*.tar"))


def is_full(_path: Path) -> Path:
    raise sqlite3.OperationalError("database or disk is full")


class TestAFullDisk:
    def test_is_written_down_and_said_on_the_checklist(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(backup, "make", is_full)
        acting(lambda: opening.note_backup(path="/a.tar", size=1, fault="", now=NOW - timedelta(hours=25)))
        tasks.back_up.func(now=NOW)

        found = next(one for one in queries.house_checks(now=NOW) if one.code == "backup")
        assert (found.ok, "disk is full" in queries.says(found)) == (False, True)

    def test_gets_room_by_the_rule_first_and_keeps_the_newest(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(backup, "make", is_full)
        for hour in range(30):
            tasks.back_up.func(now=NOW + timedelta(hours=hour))
        assert wholes(folder) == [f"anxin-202611{day}-020000.tar" for day in range(13, 26)]

    def test_never_costs_the_last_whole_one(self, folder: Path) -> None:
        backup.make_room(folder, kept=0, now=NOW)
        assert wholes(folder) == ["anxin-20261125-020000.tar"]

    def test_is_freed_of_what_a_backup_that_broke_off_left(self, folder: Path) -> None:
        left, fresh = folder / ".anxin-backup-x", folder / ".anxin-backup-y"
        for one in (left, fresh):
            one.mkdir()
            (one / "database.sqlite3").write_text("half")
        os.utime(left, (0, 0))
        os.utime(fresh, (NOW.timestamp(), NOW.timestamp()))
        backup.make_room(folder, kept=14, now=NOW)
        assert (left.exists(), fresh.exists()) == (False, True)
