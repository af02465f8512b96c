"""What the installation itself does later: a backup a day, into the folder an administrator named."""

import sqlite3
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from anxin.commands import backup
from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries


@later.every(seconds=900)
@later.task(queue="heavy", lease_s=3600)
def back_up(*, now: datetime) -> None:
    """Write a backup where one is due; a failure is written down.

    What is kept too long makes room first: a full disk would stay full. The last whole one stays.
    """
    folder = queries.backup_due(now=now)
    if not folder:
        return
    kept: int = settings.get("opening.backups_kept", at=now)
    try:
        backup.make_room(Path(folder), kept=kept - 1, now=now)
        path = backup.make(Path(folder) / f"anxin-{now:%Y%m%d-%H%M%S}.tar")
    except (OSError, sqlite3.Error, DatabaseError) as error:  # a full disk is either's
        fault = f"{type(error).__name__}: {getattr(error, 'strerror', '') or error}"
        acting(lambda: opening.note_backup(path=folder, size=0, fault=fault, now=now))
        return
    acting(lambda: opening.note_backup(path=str(path), size=path.stat().st_size, fault="", now=now))
    backup.make_room(Path(folder), kept=kept, now=now)
