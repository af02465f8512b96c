"""What a worker does with a long file: he looks at every row, then writes them, in blocks that can be stopped between.

No more of the rows is kept than what is read in the file: what stands in the database is asked for block by block.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext as _

from anxin.core import tables, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor, still
from anxin.core.errors import Forbidden
from anxin.core.imports import packs, table_files, takebacks
from anxin.core.imports.batches import ImportOutcome, Kind, counted, line_of, looked, outcome_now, refuse, write
from anxin.core.imports.models import ImportBatch, ImportLine, ImportRun
from anxin.core.imports.paces import TOLD_EVERY, Halted, ImportPace, Stopped, actor_of, shares, stop_asked
from anxin.core.imports.registry import ImportTable, table
from anxin.core.imports.summaries import Summary, Tally, sealed, summary_of
from anxin.core.imports.takeback_rows import TakebackRow, refusals
from anxin.core.imports.trials import tried_rows
from anxin.core.tables import Row, Sheet

type Tells = Callable[[int], object]
type Seen = tuple[Sheet, Iterable[ImportOutcome]]


def check_rows(run: ImportRun, now: datetime) -> None:
    """Look what a file would do, and write down what is told of it."""
    known = table(run.table)
    try:
        sheet = _read(run, known)
        if len(sheet.rows) > table_files.MOST:
            raise table_files.too_long()
        tally = Tally(known, sheet, now=now)
        for one in tried_rows(known, sheet, by=actor_of(run.by), now=now, tells=_teller(run)):
            tally.add(one)
        told = tally.summary()
    except tables.UnreadableTable as error:
        told = Summary(slip=wording.error(error))
    except Stopped:
        told = Summary(slip=_("Stopped. Nothing was written."))
    if stop_asked(run):
        told = Summary(slip=_("Stopped. Nothing was written."))
    ended = {"summary_sealed": sealed(run, told), "looked": told.rows, "rows": told.rows, "left_s": None}
    if told.slip:
        ended |= {"state": run.State.REFUSED, "ended_at": now}
    else:
        ended |= {"state": run.State.SEEN}
    acting(lambda: ImportRun.objects.filter(pk=run.pk, state=run.State.LOOKING).update(**ended))


def _read(run: ImportRun, known: ImportTable) -> Sheet:
    assert run.file is not None
    mapping = tables.Mapping(columns=run.columns, constants=run.constants, **(run.place or {}))
    with table_files.laid(run.file) as path:
        sheet = tables.read(known.columns, path, mapping=mapping)
    run.rows = len(sheet.rows)
    ImportRun.objects.filter(pk=run.pk).update(rows=run.rows)
    return packs.attached(known, counted(known, sheet, _chosen_columns(run)), run.pack)


def _teller(run: ImportRun) -> Callable[[int], None]:
    pace = ImportPace(run.rows)

    def tell(rows: int) -> None:
        if rows % TOLD_EVERY == 0:
            _tell(run, rows, pace.left_s(rows))

    return tell


def _tell(run: ImportRun, rows: int, left_s: int | None) -> None:
    """Say how many rows were looked at; raise `Stopped` where somebody asks."""
    told = ImportRun.objects.filter(pk=run.pk, stopped=False)
    if not told.update(looked=rows, left_s=left_s):
        raise Stopped


def apply_rows(run: ImportRun, now: datetime, *, seen: Seen | None = None, tells: Tells = lambda _rows: None) -> None:
    """Write a file's rows; where one fails, or somebody stops it, take back what was written.

    That it is being taken back is written down first, so that a crash leaves nobody to go on writing. Who looked at the
    rows just now gives what he has `seen`. `tells` hears between two blocks how many rows are done; where it raises
    Halted, what is in stays.
    """
    known, by = table(run.table), actor_of(run.by)
    try:
        told = None if run.stopped else _write_rows(run, known, seen, by=by, now=now, tells=tells)
    except Halted:
        run.stopped = True
        acting(partial(_end, run, Summary(), [], by=by, now=now))
        return
    run.refresh_from_db()
    if told is not None and told.refused and not run.partial:
        halted = {"stopped": True, "summary_sealed": sealed(run, told)}
        acting(lambda: ImportRun.objects.filter(pk=run.pk, ended_at=None).update(**halted))
        run.refresh_from_db()
    elif run.stopped:
        told = summary_of(run)
    stays: list[TakebackRow] = []
    if run.stopped and run.batch is not None and not known.for_good:
        stays = takebacks.take_back(run, by=by, now=now, always=True)
    acting(partial(_end, run, told or Summary(), stays, by=by, now=now))


def _write_rows(
    run: ImportRun, known: ImportTable, seen: Seen | None, *, by: Actor, now: datetime, tells: Tells
) -> Summary | None:
    """Write every row that is new or changed; return what became of the file, None where somebody stops it."""
    sheet, outcomes = seen or _looked_at(run, known, now)
    tally, ahead = Tally(known, sheet), list[tuple[Row, Kind]]()
    try:
        for one in outcomes:
            tally.add(one)
            ahead += [(one.row, one.kind)] if one.kind in ("new", "changed") else []
    except Stopped:
        return None
    told = tally.summary()
    if told.refused and not run.partial:
        return told
    if ahead and run.batch is None:
        acting(partial(_open, run, known, sheet, told, by=by, now=now))
    return _write_ahead(run, known, tally, ahead, by=by, now=now, tells=tells)


def _looked_at(run: ImportRun, known: ImportTable, now: datetime) -> Seen:
    sheet = _read(run, known)
    return sheet, looked(known, sheet, now=now, tells=_teller(run))


def _write_ahead(
    run: ImportRun,
    known: ImportTable,
    tally: Tally,
    ahead: Sequence[tuple[Row, Kind]],
    *,
    by: Actor,
    now: datetime,
    tells: Tells,
) -> Summary | None:
    """Write the rows that are left, block by block; None where somebody stops it."""
    before, done = run.rows - len(ahead) - tally.summary().refused, 0
    ImportRun.objects.filter(pk=run.pk).update(looked=run.rows, left_s=None)
    since, pace = time.monotonic(), ImportPace(len(ahead))
    for some in shares(ahead, lambda one: known.group_of(one[0].values)):
        if stop_asked(run):
            return None
        after = timedelta(seconds=time.monotonic() - since)
        done += len(some)
        told = {"done": before + done, "left_s": pace.left_s(done)}
        rows = [row for row, _kind in some]
        outcomes = acting(partial(_block, run, known, rows, told=told, by=by, now=now, after=after))
        for one, (_row, kind) in zip(outcomes, some, strict=True):
            tally.add(one, before=kind)
        tells(done)
        if not run.partial and any(one.kind == "refused" for one in outcomes):
            break
    return tally.summary()


def _chosen_columns(run: ImportRun) -> dict[str, str]:
    return {name: header for name, header in run.columns.items() if name not in run.constants}


def _open(run: ImportRun, known: ImportTable, sheet: Sheet, seen: Summary, *, by: Actor, now: datetime) -> None:
    run.batch = ImportBatch.objects.create(
        table=known.name,
        sha256=sheet.sha256,
        new=seen.new,
        changed=seen.changed,
        same=seen.same,
        refused=seen.refused,
        applied_by=by.key,
        applied_at=now,
        organisation=by.organisation,
    )
    run.save(update_fields=["batch"])


def _block(
    run: ImportRun,
    known: ImportTable,
    rows: Sequence[Row],
    *,
    told: Mapping[str, int | None],
    by: Actor,
    now: datetime,
    after: timedelta,
) -> list[ImportOutcome]:
    """Write some rows with their lines, while who asked still has his roles; return what came of each.

    Each is looked at anew: somebody may have written it since the file was read.
    """
    assert run.batch is not None
    try:
        still(by, now=now + after)
    except Forbidden as error:
        return [refuse(known, ImportOutcome(one, "new"), error) for one in rows]
    done = [write(known, outcome_now(known, one), by=by, now=now) for one in rows]
    lines = [line_of(known, run.batch, one) for one in done if one.kind in ("new", "changed")]
    ImportLine.objects.bulk_create(lines, ignore_conflicts=True)
    ImportRun.objects.filter(pk=run.pk).update(**told)
    return done


def _end(run: ImportRun, told: Summary, stays: Sequence[TakebackRow], *, by: Actor, now: datetime) -> None:
    """Close the run with its outcome, and the batch with what was written or taken back."""
    if run.batch is not None:
        _count(run.batch, told, stopped=run.stopped)
        if run.stopped:
            takebacks.end_batch(run.batch, by=by, now=now)
    left = run.batch.lines.filter(taken_back=False).count() if run.batch is not None and run.stopped else 0
    file, run.file = run.file, None
    run.state = run.State.REFUSED if run.stopped else run.State.DONE
    told = replace(told, first=(), refusals=(*told.refusals, *refusals(stays)))
    run.summary_sealed, run.ended_at, run.done = sealed(run, told), now, left if run.stopped else run.rows
    run.left_s = None
    run.save(update_fields=["file", "state", "summary_sealed", "ended_at", "done", "left_s"])
    if file is not None:
        table_files.let_go(file)
    packs.drop(run.pack)


def _count(batch: ImportBatch, told: Summary, *, stopped: bool) -> None:
    """Let a batch say how many rows it wrote: of those it was opened for, some were refused, or there by then."""
    missing = max(0, batch.new + batch.changed - batch.lines.count())
    fewer, refused = min(batch.new, missing), max(batch.refused, told.refused)
    batch.new, batch.changed = batch.new - fewer, batch.changed - (missing - fewer)
    if not stopped:
        batch.same += max(0, missing - (refused - batch.refused))
    batch.refused = refused
    batch.save(update_fields=["new", "changed", "same", "refused"])
