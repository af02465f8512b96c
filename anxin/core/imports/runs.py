"""A long file is looked at and applied by a worker: its progress told, as one import that can be taken back.

Nobody waits for all of it in one request. It is written in short blocks, so that nobody else's writing waits behind it;
what a crash left is gone on with: rows that are written read as the same, and their lines stand in the batch already.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from anxin.core import later
from anxin.core.actors import Actor
from anxin.core.files import SealedFile
from anxin.core.imports import file_work, packs, takebacks
from anxin.core.imports.batches import ImportReport
from anxin.core.imports.models import ImportBatch, ImportRun
from anxin.core.imports.queries import NoSuchBatch
from anxin.core.imports.registry import ImportTable
from anxin.core.imports.summaries import Summary, sealed, summary
from anxin.core.imports.table_files import KEPT
from anxin.core.queues.models import LaterTask
from anxin.core.tables import Sheet

TASK = "anxin.core.tasks.apply_file"


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


def go_on(run: ImportRun, *, partial: bool, now: datetime, after: timedelta = timedelta(0)) -> None:
    """Have a worker do what he looked at, inside the running block; twice is once.

    Who does it himself has him look `after` a while whether it came to its end.
    """
    seen, looked = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.SEEN), run.looked if run.back else 0
    if seen.update(state=ImportRun.State.WAITING, partial=partial, looked=looked):
        later.put(TASK, arguments={"run": str(run.id)}, key=f"import|{run.id}", now=now, run_at=now + after)


def note(
    report: ImportReport, known: ImportTable, sheet: Sheet, *, by: Actor, language: str, now: datetime
) -> ImportRun:
    """Write down what became of a short file whose refused rows were left out, for a day, inside the running block."""
    made = ImportRun.objects.create(
        table=known.name,
        columns={},
        constants={},
        by={**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)},
        partial=True,
        language=language,
        rows=len(sheet.rows),
        looked=len(sheet.rows),
        done=len(sheet.rows),
        state=ImportRun.State.DONE,
        batch=report.batch,
        asked_at=now,
        ended_at=now,
    )
    made.summary_sealed = sealed(made, summary(known, sheet, report))
    made.save(update_fields=["summary_sealed"])
    return made


def run_of(key: UUID, *, name: str, by: Actor, files: QuerySet[ImportBatch]) -> ImportRun:
    """Return a run of a table to who asked for it, and one that takes a file back to whose `files` hold that file.

    Raises `imports.no_such_batch`.
    """
    found = ImportRun.objects.select_related("batch").filter(id=key, table=name).first()
    if found is not None and (found.by["id"] == by.id or _is_taken_back(found, files)):
        return found
    raise NoSuchBatch({"batch": str(key)})


def _is_taken_back(run: ImportRun, files: QuerySet[ImportBatch]) -> bool:
    return run.batch is not None and (run.back or run.stopped) and files.filter(pk=run.batch.pk).exists()


def stop(run: ImportRun, *, now: datetime) -> None:
    """Have a worker go no further, inside the running block: what he wrote of a file he takes back.

    A file that was looked at meanwhile, and waits for a yes, ends with it: no worker comes to it any more.
    """
    ImportRun.objects.filter(pk=run.pk, ended_at=None).update(stopped=True)
    over = {
        "state": run.State.REFUSED,
        "ended_at": now,
        "summary_sealed": sealed(run, Summary(slip=_("Stopped. Nothing was written."))),
    }
    ImportRun.objects.filter(pk=run.pk, state=run.State.SEEN).update(**over)


def carry_out(key: UUID, *, now: datetime, tells: Callable[[int], object] = lambda _rows: None) -> None:
    """Check a file, apply it to its end, or take a batch back; where that is done already, do nothing.

    `tells` hears how many rows of a batch are tried, and then taken back.
    """
    run = ImportRun.objects.select_related("file", "batch").get(id=key)
    if run.state not in (run.State.LOOKING, run.State.WAITING) or (run.file is None and not run.back):
        return
    with translation.override(run.language):
        if run.back:
            takebacks.carry_back(run, now=now, tells=tells)
        elif run.state == run.State.LOOKING:
            file_work.check_rows(run, now)
        else:
            file_work.apply_rows(run, now)
