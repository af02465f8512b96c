"""Files of rows that were handed in: sealed, laid open while they are read, and gone after a day."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from anxin.core import files, later, plain_files, tables
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.imports.models import ImportRun
from anxin.core.imports.summaries import Summary, sealed
from anxin.core.queues.models import LaterTask

TAKEN = frozenset({"application/zip", "text/plain"})
KEPT = timedelta(days=1)
"""So long a file lies here that nobody imports, and what was read in one: the rows are people's."""
MOST = 100_000
"""So many rows a file that is handed in on a page may have."""
LONG = 200
"""From so many rows on a file is written, and taken back, in short blocks."""
FORGET = "anxin.core.tasks.forget_file"


def take_in(blocks: Iterable[bytes], *, length: int, now: datetime) -> SealedFile:
    """Take a file of rows in, sealed like any other; imported or not, after a day it is gone."""
    file = files.receive(blocks, length=length, allowed=TAKEN, now=now)
    later.put(
        FORGET,
        arguments={"file": str(file.id)},
        key=f"{_taken(file)}{uuid7()}",
        now=now,
        run_at=now + KEPT,
    )
    return file


def forget(file_id: str, *, now: datetime) -> None:
    """Let go of a file nobody imported within a day, and end what a worker saw in it."""
    file = files.find(file_id)
    if file is None or file.received_at > now - KEPT:
        return  # handed in again since: that day ends by itself
    for run in ImportRun.objects.filter(file=file).exclude(state=ImportRun.State.WAITING):
        told = Summary(slip=_("This file isn't there any more. Please choose it again."))
        run.file, run.state, run.summary_sealed, run.ended_at = None, run.State.REFUSED, sealed(run, told), now
        run.save(update_fields=["file", "state", "summary_sealed", "ended_at"])
    files.release(file)


def let_go(file: SealedFile) -> None:
    """Destroy a file that was imported, unless a row refers to it or somebody else handed the same content in."""
    taken = LaterTask.objects.filter(key__startswith=_taken(file), finished_at=None)
    if taken.count() <= 1:
        files.release(file)


def _taken(file: SealedFile) -> str:
    return f"import|{file.id}|"


def is_kept(file: str) -> bool:
    """Return whether a file of rows that nobody imported is still here."""
    return files.find(file) is not None


def too_long() -> tables.UnreadableTable:
    """Return why a file with more rows than a page takes isn't read."""
    said = _("more than {most} rows; please part it, rows of one order into the same part").format(most=MOST)
    return tables.UnreadableTable(said)


@contextmanager
def laid(file: SealedFile) -> Iterator[Path]:
    """Lay a file open for as long as it is read; only its first bytes say whether it is Excel."""
    ending = "xlsx" if file.kind == "application/zip" else "csv"
    with plain_files.folder() as room:
        path = room / f"rows.{ending}"
        with path.open("wb") as out:
            for block in files.open_(file):
                out.write(block)
        yield path
