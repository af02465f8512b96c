"""Which files were applied."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.fields.json import KeyTextTransform

from anxin.core.errors import Missing
from anxin.core.imports.earlier_numbers import split
from anxin.core.imports.models import ImportBatch, ImportLine, ImportMapping, ImportRun
from anxin.core.imports.registry import ImportTable
from anxin.core.tables import Values
from anxin.core.vault import open_
from anxin.core.wording import joined

CONTENT = "core.import.line"


class NoSuchBatch(Missing):
    """No file was applied to this table under this id."""

    code = "imports.no_such_batch"


def remembered(name: str, headers: Sequence[str], *, owner: str) -> dict[str, str]:
    """Return which header was which column when this owner last brought a file with these headers; else nothing."""
    found = ImportMapping.objects.filter(table=name, owner=owner, headers=fingerprint(headers)).first()
    return dict(found.columns) if found else {}


def is_being_written(name: str, *, since: datetime) -> bool:
    """Return whether a file of a table that was asked for since then is still being written."""
    waiting = ImportRun.objects.filter(table=name, state=ImportRun.State.WAITING, back=False, asked_at__gte=since)
    return waiting.exists()


def fingerprint(headers: Sequence[str]) -> str:
    """Return what names a kind of file: its headers, in any order."""
    return hashlib.sha256("\n".join(sorted(headers)).encode()).hexdigest()


def brought(batch: ImportBatch, name: str, *, kind: str = "") -> QuerySet[ImportLine, Any]:
    """Return what one column of the key says in the rows that a batch made or changed, to be asked within a query.

    Of one `kind`, `new` or `changed`, only those; of what an earlier version brought that isn't known.
    """
    lines = batch.lines.filter(new=kind == "new") if kind in ("new", "changed") else batch.lines
    return lines.annotate(said=KeyTextTransform(name, "key")).values("said")


def content_of(line: ImportLine) -> tuple[Values | None, Values]:
    """Return a row's values before and after its import, of a row that still has them."""
    before, after = json.loads(open_(CONTENT, line.id, line.content))
    return before, after


def held(known: ImportTable, *, on: date) -> Iterator[Values]:
    """Yield every row of a table as a file would write it, as it stands on a day."""
    for key in known.every(on) if known.every else ():
        found = known.find(dict(zip(known.key, key, strict=True)))
        if found is not None:
            yield found


def old_number_of(row: Model) -> str:
    """Return the number a case had where it was taken over from, and those before; empty where it began here."""
    taken = getattr(row, "taken_over", None)
    return formerly(taken.old_number, taken.earlier_numbers) if taken else ""


def formerly(last: str | None, earlier: str | None) -> str:
    """Return the number a case had last and those it had before, as people read them."""
    return joined(filter(None, (last, *split(earlier))))
