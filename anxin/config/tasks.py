"""What the installation itself does later: a backup a day, into the folder an administrator named."""

from datetime import datetime
from pathlib import Path

from anxin.commands import backup
from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries


@later.every(seconds=900)
@later.task(queue="heavy", lease_s=3600)
def back_up(*, now: datetime) -> None:
    """Write a backup where one is due, and drop the oldest beyond those that are kept; a failure is written down."""
    folder = queries.backup_due(now=now)
    if not folder:
        return
    try:
        path = backup.make(Path(folder) / f"anxin-{now:%Y%m%d-%H%M%S}.tar")
    except OSError as error:
        fault = f"{type(error).__name__}: {error.strerror or error}"
        acting(lambda: opening.note_backup(path=folder, size=0, fault=fault, now=now))
        return
    acting(lambda: opening.note_backup(path=str(path), size=path.stat().st_size, fault="", now=now))
    kept: int = settings.get("opening.backups_kept", at=now)
    for old in sorted(Path(folder).glob("anxin-*.tar"))[:-kept]:
        old.unlink(missing_ok=True)
