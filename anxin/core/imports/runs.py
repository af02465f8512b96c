"""A long file is looked at and applied by a worker: its progress told, as one import that can be taken back.

Nobody waits for all of it in one request. It is written in short blocks, so that nobody else's writing waits behind it;
what a crash left is gone on with: rows that are written read as the same, and their lines stand in the batch already.
"""

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from anxin.core import files, later, tables, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor, still
from anxin.core.errors import Forbidden
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.imports import packs
from anxin.core.imports.batches import Outcome, Report, counted, dry_run, line_of, refuse, undo, write
from anxin.core.imports.models import ImportBatch, ImportLine, ImportRun
from anxin.core.imports.queries import NoSuchBatch
from anxin.core.imports.registry import ImportTable, table
from anxin.core.imports.summaries import Summary, sealed, summary
from anxin.core.queues.models import LaterTask
from anxin.core.tables import Sheet

AT_ONCE, SHARE_S, PAUSE_S = 10, 0.5, 0.11
"""So many rows a block at most, fewer where they take longer, and a rest after each: SQLite serves no queue, and who
waits to write looks again every tenth of a second."""
TAKEN = frozenset({"application/zip", "text/plain"})
KEPT = timedelta(days=1)
"""So long a file lies here that nobody imports, and what was read in one: the rows are people's."""
MOST = 5_000
"""So many rows a file that is handed in on a page may have."""
TOLD_EVERY = 50
TASK, FORGET = "anxin.core.tasks.apply_file", "anxin.core.tasks.forget_file"


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


def sweep(*, now: datetime) -> int:
    """Drop what was read in files that ended a day ago; how many rows there were stays.

    A file whose workers died more often than a task may is carried on, as long as they got further each time.
    """
    for run in ImportRun.objects.filter(state=ImportRun.State.WAITING, done__gt=0):
        if not LaterTask.objects.filter(key__startswith=f"import|{run.id}", finished_at=None).exists():
            later.put(TASK, arguments={"run": str(run.id)}, key=f"import|{run.id}|{run.done}", now=now)
    packs.sweep(now=now)
    return ImportRun.objects.filter(ended_at__lt=now - KEPT).exclude(summary_sealed="").update(summary_sealed="")


def is_waited_for(run: str) -> bool:
    """Return whether somebody waits for what a worker sees in a file, or for its first rows; `sweep` takes the rest."""
    waiting = Q(state=ImportRun.State.LOOKING) | Q(state=ImportRun.State.WAITING, done=0)
    return ImportRun.objects.filter(waiting, id=run).exists()


def is_kept(file: str) -> bool:
    """Return whether a file of rows that nobody imported is still here."""
    return files.find(file) is not None


def too_long() -> tables.UnreadableTable:
    """Return why a file with more rows than a page takes isn't read."""
    said = _("more than {most} rows; please part it, rows of one order into the same part").format(most=MOST)
    return tables.UnreadableTable(said)


def begin(
    known: ImportTable,
    file: SealedFile,
    *,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    by: Actor,
    language: str,
    now: datetime,
    pack: UUID | None = None,
) -> ImportRun:
    """Have a worker look what a file would do, inside the running block."""
    told = {**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)}
    made = ImportRun.objects.create(
        table=known.name,
        file=file,
        columns=dict(columns),
        constants=dict(constants),
        by=told,
        language=language,
        pack=pack,
        asked_at=now,
    )
    later.put(TASK, arguments={"run": str(made.id)}, key=f"import|{made.id}|look", now=now)
    return made


def go_on(run: ImportRun, *, partial: bool, now: datetime) -> None:
    """Have a worker apply what he looked at, inside the running block; twice is once."""
    seen = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.SEEN)
    if seen.update(state=ImportRun.State.WAITING, partial=partial, looked=0):
        later.put(TASK, arguments={"run": str(run.id)}, key=f"import|{run.id}", now=now)


def run_of(key: UUID, *, name: str, by: Actor) -> ImportRun:
    """Return a run of a table, for who asked for it; raises `imports.no_such_batch`."""
    found = ImportRun.objects.select_related("batch").filter(id=key, table=name).first()
    if found is None or found.by["id"] != by.id:
        raise NoSuchBatch({"batch": str(key)})
    return found


@contextmanager
def laid(file: SealedFile) -> Iterator[Path]:
    """Lay a file open for as long as it is read; only its first bytes say whether it is Excel."""
    ending = "xlsx" if file.kind == "application/zip" else "csv"
    with tempfile.TemporaryDirectory(prefix="anxin-") as room:
        path = Path(room) / f"rows.{ending}"
        with path.open("wb") as out:
            for block in files.open_(file):
                out.write(block)
        yield path


def carry_out(key: UUID, *, now: datetime) -> None:
    """Check a file, or apply it to its end; where that is done already, do nothing."""
    run = ImportRun.objects.select_related("file", "batch").get(id=key)
    if run.file is None or run.state not in (run.State.LOOKING, run.State.WAITING):
        return
    with translation.override(run.language):
        if run.state == run.State.LOOKING:
            _check_rows(run, now)
        else:
            _apply(run, now)


def _check_rows(run: ImportRun, now: datetime) -> None:
    known = table(run.table)
    try:
        sheet = _read(run, known)
        told = summary(known, sheet, dry_run(known, sheet, tells=partial(_tell, run)))
    except tables.UnreadableTable as error:
        told = Summary(slip=wording.error(error))
    ended = {"summary_sealed": sealed(run, told), "looked": told.rows, "rows": told.rows}
    if told.slip:
        ended |= {"state": run.State.REFUSED, "ended_at": now}
    else:
        ended |= {"state": run.State.SEEN}
    acting(lambda: ImportRun.objects.filter(pk=run.pk, state=run.State.LOOKING).update(**ended))


def _read(run: ImportRun, known: ImportTable) -> Sheet:
    assert run.file is not None
    mapping = tables.Mapping(columns=run.columns, constants=run.constants)
    with laid(run.file) as path:
        sheet = tables.read(known.columns, path, mapping=mapping)
    if len(sheet.rows) > MOST:
        raise too_long()
    ImportRun.objects.filter(pk=run.pk).update(rows=len(sheet.rows))
    return packs.attached(known, counted(known, sheet, _chosen_columns(run)), run.pack)


def _tell(run: ImportRun, rows: int) -> None:
    if rows % TOLD_EVERY == 0:
        ImportRun.objects.filter(pk=run.pk).update(looked=rows)


def _apply(run: ImportRun, now: datetime) -> None:
    known, by = table(run.table), _actor(run.by)
    sheet = _read(run, known)
    report = dry_run(known, sheet, tells=partial(_tell, run))
    refused = bool(report.refused)
    ahead = [] if refused and not run.partial else [one for one in report.outcomes if one.kind in ("new", "changed")]
    if ahead and run.batch is None:
        acting(partial(_open, run, known, sheet, report, by=by, now=now))
    before = run.rows - len(ahead) - len(report.refused)
    ImportRun.objects.filter(pk=run.pk).update(looked=run.rows)
    came = {one.row.number: one for one in report.outcomes}
    since = time.monotonic()
    for some in _shares(ahead):
        after = timedelta(seconds=time.monotonic() - since)
        done = acting(partial(_block, run, known, some, by=by, now=now, after=after))
        came |= {one.row.number: one for one in done}
        before += len(some)
        ImportRun.objects.filter(pk=run.pk).update(done=before)
        refused = refused or any(one.kind == "refused" for one in done)
        if refused and not run.partial:
            break
    told = summary(known, sheet, Report(list(came.values())))
    acting(partial(_end, run, told, by=by, now=now))


def _shares(rows: list[Outcome]) -> Iterator[tuple[Outcome, ...]]:
    """Part rows into blocks that take no longer than others can wait, and let them write after each."""
    size, done = AT_ONCE, 0
    while done < len(rows):
        began = time.monotonic()
        yield tuple(rows[done : done + size])
        done += size
        if time.monotonic() - began > SHARE_S:
            size = max(1, size // 2)
        elif time.monotonic() - began < SHARE_S / 2:
            size = min(AT_ONCE, size * 2)
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_S)


def _actor(told: Mapping[str, Any]) -> Actor:
    return Actor(**{**told, "roles": frozenset(told["roles"]), "areas": frozenset(told["areas"])})


def _chosen_columns(run: ImportRun) -> dict[str, str]:
    return {name: header for name, header in run.columns.items() if name not in run.constants}


def _open(run: ImportRun, known: ImportTable, sheet: Sheet, report: Report, *, by: Actor, now: datetime) -> None:
    run.batch = ImportBatch.objects.create(
        table=known.name,
        sha256=sheet.sha256,
        new=report.count("new"),
        changed=report.count("changed"),
        same=report.count("same"),
        refused=len(report.refused),
        applied_by=by.key,
        applied_at=now,
    )
    run.save(update_fields=["batch"])


def _block(
    run: ImportRun, known: ImportTable, some: tuple[Outcome, ...], *, by: Actor, now: datetime, after: timedelta
) -> list[Outcome]:
    """Write some rows with their lines, while who asked still has his roles; return what came of each."""
    assert run.batch is not None
    try:
        still(by, now=now + after)
    except Forbidden as error:
        return [refuse(known, one, error) for one in some]
    done = [write(known, one, by=by, now=now) for one in some]
    lines = [line_of(known, run.batch, one) for one in done if one.kind != "refused"]
    ImportLine.objects.bulk_create(lines, ignore_conflicts=True)
    return done


def _end(run: ImportRun, told: Summary, *, by: Actor, now: datetime) -> None:
    """Close the run with its outcome; undo what was written if a row failed and the file was to be taken whole."""
    failed, batch = bool(told.refused) and not run.partial, run.batch
    if failed and batch is not None:
        undo(batch, by=by, now=now)
    elif batch is not None:
        lost = told.refused - batch.refused
        ImportBatch.objects.filter(pk=batch.pk).update(refused=told.refused, new=max(0, batch.new - lost))
    file, run.file = run.file, None
    run.state = run.State.REFUSED if failed else run.State.DONE
    run.summary_sealed, run.ended_at, run.done = sealed(run, replace(told, first=())), now, 0 if failed else run.rows
    run.save(update_fields=["file", "state", "summary_sealed", "ended_at", "done"])
    if file is not None:
        let_go(file)
    packs.drop(run.pack)
