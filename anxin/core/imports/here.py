"""A long file is written by the process that brings it, in blocks as by a worker, who goes on with it if that dies."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial as bound
from pathlib import Path
from uuid import UUID

from django.utils import translation

from anxin.core import file_kinds, files, later, tables
from anxin.core.actors import Actor
from anxin.core.imports import file_work, runs, table_files
from anxin.core.imports.batches import ImportReport
from anxin.core.imports.models import ImportRun
from anxin.core.imports.registry import ImportTable
from anxin.core.queues.models import LaterTask
from anxin.core.tables import Sheet

HANDED = timedelta(minutes=10)
"""After so long a worker looks whether what was begun here came to its end."""
PIECE = 1 << 16
type Tells = Callable[[int], object]


def check_size(path: Path, *, now: datetime) -> None:
    """Raise files.TooLarge where a long file couldn't be kept while it is written."""
    with path.open("rb") as stream:
        kind = file_kinds.kind_of(stream.read(file_kinds.HEAD_BYTES))
    files.check_size(kind, path.stat().st_size, now=now)


def begin_here(
    known: ImportTable,
    path: Path,
    *,
    mapping: tables.Mapping | None,
    partial: bool,
    by: Actor,
    now: datetime,
    pack: UUID | None = None,
) -> ImportRun:
    """Take a long file in that was looked at, inside the running block; one that stands half written is gone on with.

    What came along belongs to the run from then on.
    """
    with path.open("rb") as stream:
        blocks = iter(bound(stream.read, PIECE), b"")
        file = table_files.take_in(blocks, length=path.stat().st_size, now=now)
    asked = mapping or tables.Mapping()
    told = {"columns": dict(asked.columns), "constants": dict(asked.constants), "partial": partial}
    place = {"sheet": asked.sheet, "header_row": asked.header_row}
    waiting = ImportRun.objects.filter(table=known.name, file=file, state=ImportRun.State.WAITING, stopped=False)
    for one in waiting.filter(back=False):
        if {name: getattr(one, name) for name in told} == told and one.place == place:
            return one
    who = {**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)}
    language = translation.get_language() or ""
    state = ImportRun.State.WAITING
    made = ImportRun.objects.create(
        table=known.name,
        file=file,
        **told,
        place=place,
        by=who,
        language=language,
        pack=pack,
        state=state,
        asked_at=now,
    )
    key = f"import|{made.id}"
    later.put(runs.TASK, arguments={"run": str(made.id)}, key=key, now=now, run_at=now + HANDED)
    return made


def write_here(run: ImportRun, sheet: Sheet, report: ImportReport, *, now: datetime, tells: Tells) -> None:
    """Write the rows of a file that was looked at; `tells` may stop it between two blocks by raising `Halted`.

    Raises WrongState where a worker is at it.
    """
    with later.held(_key(run)):
        run.rows = len(sheet.rows)
        run.save(update_fields=["rows"])
        file_work.apply_rows(run, now, seen=(sheet, report.outcomes), tells=tells)


def take_back_here(run: ImportRun, *, now: datetime, tells: Tells) -> None:
    """Take a batch back; raises WrongState where a worker is at it."""
    with later.held(_key(run)):
        runs.carry_out(run.id, now=now, tells=tells)


def _key(run: ImportRun) -> str:
    """Return the task that does a run, or is to go on with it."""
    open_ = LaterTask.objects.filter(key__startswith=f"import|{run.id}", finished_at=None).order_by("created_at")
    return open_.values_list("key", flat=True).first() or f"import|{run.id}"
