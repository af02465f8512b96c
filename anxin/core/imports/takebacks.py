"""An import is taken back: a short one at once, a long one by a worker, in short blocks that a crash can't undo.

He tries every row first and throws the trial away: where one was changed since, or is in use, nothing is taken back and
each such row is named. Whatever somebody changes between the trial and a row's turn stays as it is, and is named too.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, RestrictedError
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from anxin.core import later, wording
from anxin.core.acting import acting, alone, current
from anxin.core.actors import Actor, still
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.core.imports.models import ImportBatch, ImportLine, ImportRun
from anxin.core.imports.paces import Pace, actor_of, shares, stop_asked
from anxin.core.imports.queries import content_of
from anxin.core.imports.registry import ImportTable, table
from anxin.core.imports.summaries import SHOWN, RefusedRow, Summary, sealed
from anxin.core.tables import Values

TASK = "anxin.core.tasks.apply_file"
type Tells = Callable[[int], object]


class ChangedSince(WrongState):
    """Rows were changed after the import; the facts list their numbers."""

    code = "imports.changed_since"


class InUse(WrongState):
    """A row made by the import is in use by now; the facts give its number."""

    code = "imports.in_use"


class _Tried(Exception):
    """A trial is over: what it did is thrown away."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What became of one row: whether it was taken back, with all that stood before; else why it stays."""

    line: ImportLine
    key: tuple[str, str]
    why: str = ""
    whole: bool = True


def undo(batch: ImportBatch, *, by: Actor, now: datetime) -> int:
    """Restore what stood before a batch, inside the running `acting` block; return how many rows were taken back.

    Rows for which what stood before isn't here any more are counted in the batch as `lost`.
    Raises WrongState where it was undone before, ChangedSince where rows changed since, InUse where others use one.
    """
    current()
    known = table(batch.table)
    if _going(batch) is not None:
        raise WrongState({"batch": str(batch.id), "expected": "no worker at it"})
    if not ImportBatch.objects.filter(id=batch.id, undone_at=None).update(undone_by=by.key, undone_at=now):
        raise WrongState({"batch": str(batch.id), "expected": "not undone yet"})
    lines = _lines(list(_open_lines(batch)))
    read = [(line.number, *content_of(line)) for line in lines]
    changed = sorted(number for number, _before, after in read if not _stands(known, after))
    if changed:
        raise ChangedSince({"rows": len(changed), "numbers": changed[:20]})
    for number, before, after in read:
        try:
            batch.lost += not _write_back(known, before, after, by=by, now=now)
        except (ProtectedError, RestrictedError, IntegrityError):
            raise InUse({"number": number}) from None
    batch.lines.filter(taken_back=False).update(taken_back=True)
    batch.taken_back += len(lines)
    batch.save(update_fields=["lost", "taken_back"])
    return len(lines)


def is_long(batch: ImportBatch, *, rows: int) -> bool:
    """Return whether a batch is a worker's to take back: it has more rows than this, or one is at it."""
    return _going(batch) is not None or batch.lines.filter(taken_back=False)[: rows + 1].count() > rows


def begin_back(
    batch: ImportBatch, *, by: Actor, language: str, now: datetime, after: timedelta = timedelta(0)
) -> ImportRun:
    """Have a worker take a batch back, inside the running block; asked twice it is the same run.

    One that is still being written goes no further: its own worker takes it back. Who carries it out himself has a
    worker look `after` a while whether he came to the end.
    """
    alone(f"import.back|{batch.id}")
    batch.refresh_from_db()
    if batch.undone_at is not None:
        raise WrongState({"batch": str(batch.id), "expected": "not undone yet"})
    going = _going(batch)
    if going is not None:
        ImportRun.objects.filter(pk=going.pk, back=False).update(stopped=True)
        return going
    told = {**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)}
    made = ImportRun.objects.create(
        table=batch.table,
        columns={},
        constants={},
        by=told,
        language=language,
        batch=batch,
        back=True,
        rows=batch.lines.filter(taken_back=False).count(),
        asked_at=now,
    )
    later.put(TASK, arguments={"run": str(made.id)}, key=f"import|{made.id}|look", now=now, run_at=now + after)
    return made


def _going(batch: ImportBatch) -> ImportRun | None:
    """Return the run in which a worker writes a batch or takes it back, until it has ended."""
    return ImportRun.objects.filter(batch=batch, ended_at=None).first()


def carry_back(run: ImportRun, *, now: datetime, tells: Tells = lambda _rows: None) -> None:
    """Try all rows of a batch, then take them back; what a crash left is gone on with. `tells` hears how far it is."""
    by, refused = actor_of(run.by), []
    if run.state == run.State.LOOKING:
        refused = _try(run, by, now, tells)
        if not refused and not stop_asked(run):
            seen = {"state": run.State.WAITING, "looked": run.rows, "left_s": None}
            acting(lambda: ImportRun.objects.filter(pk=run.pk, state=run.State.LOOKING).update(**seen))
            run.refresh_from_db()
    if run.state == run.State.WAITING:
        refused = take_back(run, by=by, now=now, tells=tells)
    acting(partial(_end, run, _summary(run, refused), by=by, now=now))


def take_back(
    run: ImportRun, *, by: Actor, now: datetime, always: bool = False, tells: Tells = lambda _rows: None
) -> list[Turn]:
    """Take back all rows of a run's batch that can be, block by block; return those that stay.

    It stops between two where somebody asks, unless it `always` goes to the end.
    """
    assert run.batch is not None
    keys, stays, done, since = _open_lines(run.batch), list[Turn](), 0, monotonic()
    pace, known = Pace(len(keys)), table(run.table)
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


def _open_lines(batch: ImportBatch) -> dict[UUID, Values]:
    """Return the keys of the rows that nobody took back, the last row first."""
    return dict(batch.lines.filter(taken_back=False).order_by("-number").values_list("id", "key"))


def _try(run: ImportRun, by: Actor, now: datetime, tells: Tells) -> list[Turn]:
    """Take back every row on trial, block by block; return those that can't be."""
    assert run.batch is not None
    keys, refused, looked = _open_lines(run.batch), list[Turn](), 0
    pace, known = Pace(len(keys)), table(run.table)
    for some in shares(list(keys), lambda one: known.group_of(keys[one])):
        if stop_asked(run):
            break
        refused += _trial(run, some, by=by, now=now)
        looked += len(some)
        told = {"looked": looked, "left_s": pace.left_s(looked)}
        acting(partial(ImportRun.objects.filter(pk=run.pk).update, **told))
        tells(looked)
    return refused


def _trial(run: ImportRun, ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[Turn]:
    turns: list[Turn] = []

    def tries() -> None:
        turns[:] = _turns(run, ids, by=by, now=now)
        raise _Tried

    with suppress(_Tried):
        acting(tries)
    return [one for one in turns if one.why]


def _share(
    run: ImportRun, ids: Sequence[UUID], *, by: Actor, now: datetime, after: timedelta, left_s: int | None
) -> list[Turn]:
    """Take some rows back and say so in the same block, while who asked still has his roles; return those that stay."""
    try:
        still(by, now=now + after)
    except Forbidden as error:
        known, why = table(run.table), wording.error(error)
        return [Turn(line=one, key=_named(known, one), why=why) for one in _lines(ids)]
    turns = _turns(run, ids, by=by, now=now)
    done = [one for one in turns if not one.why]
    ImportLine.objects.filter(id__in=[one.line.id for one in done]).update(taken_back=True)
    lost = sum(not one.whole for one in done)
    taken = {"taken_back": F("taken_back") + len(done), "lost": F("lost") + lost}
    assert run.batch is not None
    ImportBatch.objects.filter(pk=run.batch.pk).update(**taken)
    through = F("done") + len(done) if run.back else Greatest(F("done") - len(done), 0)
    ImportRun.objects.filter(pk=run.pk).update(done=through, left_s=left_s)
    return [one for one in turns if one.why]


def _lines(ids: Sequence[UUID]) -> list[ImportLine]:
    """Return those rows that nobody took back meanwhile, and hold them until the block ends."""
    rows = ImportLine.objects.select_for_update().filter(id__in=ids, taken_back=False)
    return list(rows.order_by("-number"))


def _turns(run: ImportRun, ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[Turn]:
    known = table(run.table)
    return [_turn(known, one, by=by, now=now) for one in _lines(ids)]


def _turn(known: ImportTable, line: ImportLine, *, by: Actor, now: datetime) -> Turn:
    (before, after), key = content_of(line), _named(known, line)
    if not _stands(known, after):
        return Turn(line=line, key=key, why=_("changed since it was imported"))
    try:
        with transaction.atomic():
            return Turn(line=line, key=key, whole=_write_back(known, before, after, by=by, now=now))
    except (ProtectedError, RestrictedError):
        return Turn(line=line, key=key, why=_("in use by now"))
    except AnxinError as error:
        return Turn(line=line, key=key, why=wording.error(error))


def _named(known: ImportTable, line: ImportLine) -> tuple[str, str]:
    """Return the last column of a row's key, with what it says."""
    name = known.key[-1]
    return name, str(line.key.get(name) or "")


def _stands(known: ImportTable, after: Values) -> bool:
    """Return whether a row is here still as it was imported."""
    return known.find(known.key_of(after)) == known.complete(after)


def _write_back(known: ImportTable, before: Values | None, after: Values, *, by: Actor, now: datetime) -> bool:
    """Write what stood before a row; tell whether all of it is here still."""
    if before is None:
        known.remove(key=known.key_of(after), by=by, now=now)
        return True
    values, whole = known.complete(before), True
    if known.restore is None:
        known.apply(values=values, by=by, now=now)
    else:
        whole = known.restore(values=values, by=by, now=now)
    if known.restored is not None:
        known.restored(before=before, after=after, by=by, now=now)
    return whole


def refusals(turns: Iterable[Turn]) -> tuple[RefusedRow, ...]:
    """Name the first rows that stay, by their numbers, with what stands there and why."""
    first = sorted(turns, key=lambda one: one.line.number)[:SHOWN]
    return tuple(RefusedRow(number=one.line.number, reasons=[(*one.key, one.why)]) for one in first)


def _summary(run: ImportRun, refused: list[Turn]) -> Summary:
    return Summary(rows=run.rows, refused=len(refused), refusals=refusals(refused))


def _end(run: ImportRun, told: Summary, *, by: Actor, now: datetime) -> None:
    assert run.batch is not None
    end_batch(run.batch, by=by, now=now)
    left = run.batch.lines.filter(taken_back=False).exists()
    ended = {"state": run.State.REFUSED if left else run.State.DONE, "ended_at": now, "left_s": None}
    ImportRun.objects.filter(pk=run.pk, ended_at=None).update(**ended, summary_sealed=sealed(run, told))
