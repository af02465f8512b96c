"""What the installation itself does later: a backup a day, into the folder an administrator named."""

import sqlite3
from datetime import datetime
from pathlib import Path

import structlog
from django.db import DatabaseError

from anxin.commands import backup, base_backup, base_sets, postgres_tools
from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries

log = structlog.get_logger("anxin.backup")


@later.every(seconds=900)
@later.task(queue="heavy", lease_s=3600)
def back_up(*, now: datetime) -> None:
    """Write a backup where one is due; a failure is written down.

    What is kept too long makes room first: a full disk would stay full. The last whole one stays.
    """
    folder = queries.backup_due(now=now)
    if not folder:
        return
    write = _write_set if queries.writes_sets(now=now) else _write_rows
    try:
        path = write(Path(folder), now)
    except base_backup.Busy:
        return  # whoever writes there says what came of it
    except (OSError, sqlite3.Error, DatabaseError, ValueError, postgres_tools.ToolFailed) as error:
        said = str(getattr(error, "strerror", "") or error)  # a full disk is any of these
        own = isinstance(error, ValueError | postgres_tools.ToolFailed)
        fault = said if own else f"{type(error).__name__}: {said}"
        acting(lambda: opening.note_backup(path=folder, size=0, fault=fault, now=now))
        return
    acting(lambda: opening.note_backup(path=str(path), size=base_sets.size_of(path), fault="", now=now))


def _write_rows(folder: Path, now: datetime) -> Path:
    kept: int = settings.get("opening.backups_kept", at=now)
    backup.make_room(folder, kept=kept - 1, now=now)
    path = backup.make(folder / f"anxin-{now:%Y%m%d-%H%M%S}.tar")
    backup.make_room(folder, kept=kept, now=now)
    return path


def _write_set(folder: Path, now: datetime) -> Path:
    """Write what changed since the newest set, or a whole one: once a week, and where nothing goes on from it."""
    _drop_sets(folder, now)
    path = _changed(folder, now) or base_backup.make(folder, incremental=False, tools=None)
    _drop_sets(folder, now)
    return path


def _changed(folder: Path, now: datetime) -> Path | None:
    if not (base_sets.goes_on(folder, since=queries.whole_set_since(now=now)) and base_backup.summarizes()):
        return None
    try:
        return base_backup.make(folder, incremental=True, tools=None)
    except postgres_tools.ToolFailed:  # another server took over, or its summaries are gone
        log.exception("a whole set is written instead of what changed")
        return None


def _drop_sets(folder: Path, now: datetime) -> None:
    """Drop the sets that are too old; that it failed costs no backup, and doctor says it."""
    try:
        base_sets.drop(folder, since=queries.sets_kept_since(now=now))
    except (OSError, base_backup.Busy):
        log.exception("old sets were not dropped", folder=str(folder))
