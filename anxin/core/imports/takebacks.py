"""An import is taken back: a short one at once, a long one by a worker, in short blocks that a crash can't undo.

He tries every row first and throws the trial away: where one was changed since, or is in use, nothing is taken back and
each such row is named. Whatever somebody changes between the trial and the taking back stays as it is, named too.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, ProtectedError, RestrictedError
from django.db.models.functions import Greatest

from anxin.core import later, wording
from anxin.core.acting import acting, alone, current
from anxin.core.actors import Actor, still
from anxin.core.errors import Forbidden, WrongState
from anxin.core.imports import takeback_rows
from anxin.core.imports.models import ImportBatch, ImportLine, ImportRun
from anxin.core.imports.paces import ImportPace, actor_of, shares, stop_asked
from anxin.core.imports.queries import content_of
from anxin.core.imports.registry import table
from anxin.core.imports.summaries import Summary, sealed, summary_of
from anxin.core.imports.takeback_rows import TakebackRow
from anxin.core.zone import SHANGHAI

TASK = "anxin.core.tasks.apply_file"
type Tells = Callable[[int], object]


class ChangedSince(WrongState):
    """Rows were changed after the import; the facts list their numbers."""

    code = "imports.changed_since"


class ForgottenRows(WrongState):
    """What its rows said went with its term: nothing tells any more what stood before."""

    code = "imports.forgotten_rows"


class InUse(WrongState):
    """A row made by the import is in use by now; the facts give its number."""

    code = "imports.in_use"


def undo(batch: ImportBatch, *, by: Actor, now: datetime) -> int:
    """Restore what stood before a batch, inside the running `acting` block; return how many rows were taken back.

    Rows for which what stood before isn't here any more are counted in the batch as `lost`.
    Raises WrongState where it was undone before, ChangedSince where rows changed since, InUse where others use one.
    """
    current()
    known = table(batch.table)
    if _going(batch) is not None:
        raise WrongState({"batch": str(batch.id), "expected": "no worker at it"})
    if batch.emptied_at is not None:
        raise ForgottenRows({"batch": str(batch.id), "day": batch.emptied_at.astimezone(SHANGHAI).date().isoformat()})
    if not ImportBatch.objects.filter(id=batch.id, undone_at=None).update(undone_by=by.key, undone_at=now):
        raise WrongState({"batch": str(batch.id), "expected": "not undone yet"})
    lines = takeback_rows.lines(list(takeback_rows.open_lines(batch)))
    read = [(line.number, *content_of(line)) for line in lines if line.content]
    gone = [line.number for line in lines if not line.content]
    changed = sorted([*gone, *(number for number, _was, after in read if not takeback_rows.stands(known, after))])
    if changed:
        raise ChangedSince({"rows": len(changed), "numbers": changed[:20]})
    for number, before, after in read:
        try:
            batch.lost += not takeback_rows.write_back(known, before, after, by=by, now=now)
        except (ProtectedError, RestrictedError, IntegrityError):
            raise InUse({"number": number}) from None
    batch.lines.filter(taken_back=False).update(taken_back=True)
    batch.taken_back += len(lines)
    batch.save(update_fields=["lost", "taken_back"])
    return len(lines)


def undo_rest(batch: ImportBatch, *, by: Actor, now: datetime) -> int:
    """Take back what can be of a short batch, inside the running block, though other rows stay; return how many."""
    current()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at is not None or _going(batch) is not None:
        raise WrongState({"batch": str(batch.id), "expected": "not undone yet"})
    tried = takeback_rows.take_back_rows(table(batch.table), list(takeback_rows.open_lines(batch)), by=by, now=now)
    count = _kept_back(batch, tried)
    end_batch(batch, by=by, now=now)
    return count


def _kept_back(batch: ImportBatch, tried: Sequence[TakebackRow]) -> int:
    """Write down which rows are taken back; return how many."""
    done = [one for one in tried if not one.why]
    ImportLine.objects.filter(id__in=[one.line.id for one in done]).update(taken_back=True)
    taken = {"taken_back": F("taken_back") + len(done), "lost": F("lost") + sum(not one.whole for one in done)}
    ImportBatch.objects.filter(pk=batch.pk).update(**taken)
    return len(done)


def is_long(batch: ImportBatch, *, rows: int) -> bool:
    """Return whether a batch is a worker's to take back: it has more rows than this, or one is at it."""
    return _going(batch) is not None or batch.lines.filter(taken_back=False)[: rows + 1].count() > rows


def begin_back(
    batch: ImportBatch, *, by: Actor, language: str, now: datetime, after: timedelta = timedelta(0), rest: bool = False
) -> ImportRun:
    """Have a worker take a batch back, inside the running block; asked twice it is the same run.

    With `rest` he takes back what can be, though other rows stay; without it one such row keeps them all.

    One that is still being written goes no further: its own worker takes it back. Who carries it out himself has a
    worker look `after` a while whether he came to the end.
    """
    alone(f"import.back|{batch.id}")
    batch.refresh_from_db()
    if batch.undone_at is not None:
        raise WrongState({"batch": str(batch.id), "expected": "not undone yet"})
    going = _going(batch)
    told = {**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)}
    if going is not None:
        ImportRun.objects.filter(pk=going.pk, back=False).update(stopped=True)
        return _anew(going, told, language, now, after) if going.state == going.State.SEEN else going
    made = ImportRun.objects.create(
        table=batch.table,
        columns={},
        constants={},
        by=told,
        language=language,
        batch=batch,
        back=True,
        partial=rest,
        rows=batch.lines.filter(taken_back=False).count(),
        asked_at=now,
    )
    later.put(TASK, arguments={"run": str(made.id)}, key=f"import|{made.id}|look", now=now, run_at=now + after)
    return made


def _anew(run: ImportRun, by: dict[str, Any], language: str, now: datetime, after: timedelta) -> ImportRun:
    """Have a batch tried once more that waits for a yes: what it would free may be more by now."""
    run.state, run.by, run.language, run.looked = run.State.LOOKING, by, language, 0
    run.save(update_fields=["state", "by", "language", "looked"])
    key = f"import|{run.id}|look|{now.isoformat()}"
    later.put(TASK, arguments={"run": str(run.id)}, key=key, now=now, run_at=now + after)
    return run


def _going(batch: ImportBatch) -> ImportRun | None:
    """Return the run in which a worker writes a batch or takes it back, until it has ended."""
    return ImportRun.objects.filter(batch=batch, ended_at=None).first()


def carry_back(run: ImportRun, *, now: datetime, tells: Tells = lambda _rows: None) -> None:
    """Try all rows of a batch, then take them back; what a crash left is gone on with. `tells` hears how far it is.

    Where that would free promised windows, or move somebody's start, it waits between the two for a yes.
    """
    assert run.batch is not None
    by, refused = actor_of(run.by), []
    if run.state == run.State.LOOKING:
        refused = _try(run, by, now, tells)
        if not stop_asked(run) and (not refused or run.partial):
            told = takeback_rows.foretold(run.batch, now=now, stays=refused)
            state = run.State.SEEN if told.freed or told.starts or told.gaps else run.State.WAITING
            seen = {"state": state, "looked": run.rows, "left_s": None, "summary_sealed": sealed(run, told)}
            acting(lambda: ImportRun.objects.filter(pk=run.pk, state=run.State.LOOKING).update(**seen))
            run.refresh_from_db()
            if run.state == run.State.SEEN:
                return
    if run.state == run.State.WAITING:
        refused = take_back(run, by=by, now=now, tells=tells)
    told = replace(summary_of(run), rows=run.rows, refused=len(refused), refusals=takeback_rows.refusals(refused))
    acting(partial(_end, run, told, by=by, now=now))


def take_back(
    run: ImportRun, *, by: Actor, now: datetime, always: bool = False, tells: Tells = lambda _rows: None
) -> list[TakebackRow]:
    """Take back all rows of a run's batch that can be, block by block; return those that stay.

    It stops between two where somebody asks, unless it `always` goes to the end.
    """
    assert run.batch is not None
    keys, stays, done, since = takeback_rows.open_lines(run.batch), list[TakebackRow](), 0, monotonic()
    pace, known = ImportPace(len(keys)), table(run.table)
    for some in shares(list(keys), lambda one: known.group_of(keys[one])):
        if not always and stop_asked(run):
            break
        after = timedelta(seconds=monotonic() - since)
        done += len(some)
        stays += acting(partial(_share, run, some, by=by, now=now, after=after, left_s=pace.left_s(done)))
        tells(done)
    return stays


def end_batch(batch: ImportBatch, *, by: Actor, now: datetime) -> None:
    """Write down that a batch was taken back, once no row of it is left."""
    if not batch.lines.filter(taken_back=False).exists():
        ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_by=by.key, undone_at=now)


def _try(run: ImportRun, by: Actor, now: datetime, tells: Tells) -> list[TakebackRow]:
    """Take back every row on trial, block by block; return those that can't be."""
    assert run.batch is not None
    keys, refused, looked = takeback_rows.open_lines(run.batch), list[TakebackRow](), 0
    pace, known = ImportPace(len(keys)), table(run.table)
    for some in shares(list(keys), lambda one: known.group_of(keys[one])):
        if stop_asked(run):
            break
        refused += takeback_rows.trial(known, some, by=by, now=now)
        looked += len(some)
        told = {"looked": looked, "left_s": pace.left_s(looked)}
        acting(partial(ImportRun.objects.filter(pk=run.pk).update, **told))
        tells(looked)
    return refused


def _share(
    run: ImportRun, ids: Sequence[UUID], *, by: Actor, now: datetime, after: timedelta, left_s: int | None
) -> list[TakebackRow]:
    """Take some rows back and say so in the same block, while who asked still has his roles; return those that stay."""
    try:
        still(by, now=now + after)
    except Forbidden as error:
        known, why = table(run.table), wording.error(error)
        return [TakebackRow(line=one, key=takeback_rows.named(known, one), why=why) for one in takeback_rows.lines(ids)]
    tried = takeback_rows.take_back_rows(table(run.table), ids, by=by, now=now)
    assert run.batch is not None
    count = _kept_back(run.batch, tried)
    through = F("done") + count if run.back else Greatest(F("done") - count, 0)
    ImportRun.objects.filter(pk=run.pk).update(done=through, left_s=left_s)
    return [one for one in tried if one.why]


def _end(run: ImportRun, told: Summary, *, by: Actor, now: datetime) -> None:
    assert run.batch is not None
    end_batch(run.batch, by=by, now=now)
    left = run.batch.lines.filter(taken_back=False).exists()
    ended = {"state": run.State.REFUSED if left else run.State.DONE, "ended_at": now, "left_s": None}
    ImportRun.objects.filter(pk=run.pk, ended_at=None).update(**ended, summary_sealed=sealed(run, told))
