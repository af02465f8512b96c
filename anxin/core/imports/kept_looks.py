"""What was seen in a short file is kept while somebody reads it: what is asked of it next tries nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.core.files import SealedFile
from anxin.core.imports.batches import dry_run
from anxin.core.imports.models import ImportRun
from anxin.core.imports.registry import ImportTable
from anxin.core.imports.summaries import Summary, sealed, summary, summary_of
from anxin.core.tables import Sheet


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Who reads which file into a table, and how: its columns, what every row has, what came beside it."""

    known: ImportTable
    file: SealedFile
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    pack: UUID | None
    language: str
    by: Actor


def keep_look(reading: Reading, told: Summary, *, now: datetime) -> None:
    """Keep what was seen in a file, inside the running block; what he saw in it before goes."""
    drop_look(reading)
    by = reading.by
    made = ImportRun.objects.create(
        table=reading.known.name,
        file=reading.file,
        columns=dict(reading.columns),
        constants=dict(reading.constants),
        by={**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)},
        language=reading.language,
        pack=reading.pack,
        rows=told.rows,
        looked=told.rows,
        state=ImportRun.State.SEEN,
        asked_at=now,
    )
    made.summary_sealed = sealed(made, told)
    made.save(update_fields=["summary_sealed"])


def kept_look(reading: Reading) -> Summary | None:
    """Return what he saw in this file, read so; None where he sees it for the first time."""
    found = _kept(reading).filter(language=reading.language, pack=reading.pack).first()
    if found is None or (found.columns, found.constants) != (reading.columns, reading.constants):
        return None
    return summary_of(found)


def drop_look(reading: Reading) -> None:
    """Forget what he saw in a file, inside the running block."""
    _kept(reading).delete()


def _kept(reading: Reading) -> QuerySet[ImportRun, ImportRun]:
    rows = ImportRun.objects.filter(table=reading.known.name, file=reading.file, state=ImportRun.State.SEEN)
    return rows.filter(back=False, by__id=reading.by.id, by__organisation=reading.by.organisation)


def seen_anew(known: ImportTable, sheet: Sheet, told: Summary, *, now: datetime) -> Summary:
    """Return what a file would do now, but for the rows that could not be written when they were tried."""
    refused = {one.number: one.reasons for one in told.refusals}
    for row in sheet.rows:
        row.reasons.update({name: why for name, _written, why in refused.get(row.number, ())})
    return summary(known, sheet, dry_run(known, sheet, now=now), now=now)
