"""Rows of an import are taken back one by one, or tried; what that would do is told before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.core.imports.changes import Consequences
from anxin.core.imports.holders import held_by
from anxin.core.imports.models import ImportBatch, ImportLine
from anxin.core.imports.queries import content_of
from anxin.core.imports.registry import ALONE, ImportTable, table
from anxin.core.imports.summaries import SHOWN, RefusedRow, Summary
from anxin.core.imports.trials import thrown_away
from anxin.core.tables import Values


@dataclass(frozen=True, kw_only=True)
class TakebackRow:
    """What became of one row: whether it was taken back, with all that stood before; else why it stays."""

    line: ImportLine
    key: tuple[str, str]
    why: str = ""
    whole: bool = True


def open_lines(batch: ImportBatch) -> dict[UUID, Values]:
    """Return the keys of the rows that nobody took back, the last row first."""
    return dict(batch.lines.filter(taken_back=False).order_by("-number").values_list("id", "key"))


def foretold(batch: ImportBatch, *, now: datetime, stays: Iterable[TakebackRow] = ()) -> Summary:
    """Return what taking a batch back would do: what rows become, which windows they free, whose starts they move.

    And who is left alone where rows go whole, and what of the others waits for a word before it stands so again.

    A row that stays does nothing.
    """
    known, staying = table(batch.table), {one.line.id for one in stays}
    gone, again = list[Values](), list[Values]()
    follows = Consequences(known, now=now)
    lines = batch.lines.filter(taken_back=False).order_by("number")
    read = lines.exclude(content="").iterator(chunk_size=500)
    for line in (one for one in read if one.id not in staying):
        before, after = content_of(line)
        gone += [known.key_of(after)] if before is None else []
        again += [before] if before is not None else []
        follows.add(line.number, after, before)
    rows, says = lines.count(), ALONE.get(known.name)
    left = (*(says(gone, now=now) if says and gone else ()), *known.holds(again))
    return Summary(rows=rows, new=len(gone), changed=rows - len(staying) - len(gone), gaps=left, **follows.told())


def tried(batch: ImportBatch, *, by: Actor, now: datetime) -> Summary:
    """Return what taking a short batch back would do, and which rows stay and why: each is tried, nothing is kept."""
    stays = trial(table(batch.table), list(open_lines(batch)), by=by, now=now)
    return replace(foretold(batch, now=now, stays=stays), refused=len(stays), refusals=refusals(stays))


def trial(known: ImportTable, ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[TakebackRow]:
    """Take some rows back in a block that is thrown away; return those that stay."""
    return [one for one in thrown_away(lambda: take_back_rows(known, ids, by=by, now=now)) if one.why]


def lines(ids: Sequence[UUID]) -> list[ImportLine]:
    """Return those rows that nobody took back meanwhile, and hold them until the block ends."""
    rows = ImportLine.objects.select_for_update().filter(id__in=ids, taken_back=False)
    return list(rows.order_by("-number"))


def take_back_rows(known: ImportTable, ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[TakebackRow]:
    """Take some rows back, each by itself; return what became of each."""
    return [take_back_row(known, one, by=by, now=now) for one in lines(ids)]


def take_back_row(known: ImportTable, line: ImportLine, *, by: Actor, now: datetime) -> TakebackRow:
    """Take one row back, or say why it stays."""
    if not line.content:
        return TakebackRow(line=line, key=named(known, line), why=_("the data of whom it names was deleted"))
    (before, after), key = content_of(line), named(known, line)
    if not stands(known, after):
        return TakebackRow(line=line, key=key, why=_("changed since it was imported"))
    try:
        with transaction.atomic():
            return TakebackRow(line=line, key=key, whole=write_back(known, before, after, by=by, now=now))
    except (ProtectedError, RestrictedError) as error:
        return TakebackRow(line=line, key=key, why=held_by(error))
    except AnxinError as error:
        return TakebackRow(line=line, key=key, why=wording.error(error))


def named(known: ImportTable, line: ImportLine) -> tuple[str, str]:
    """Return the last column of a row's key, with what it says."""
    name = known.key[-1]
    values = content_of(line)[1] if known.sealed_key and line.content else line.key
    return name, str(values.get(name) or "")


def stands(known: ImportTable, after: Values) -> bool:
    """Return whether a row is here still as it was imported."""
    return known.find(known.key_of(after)) == as_it_stood(known, after)


def as_it_stood(known: ImportTable, values: Values) -> Values:
    """Return a row as it was written down: nothing that stands meanwhile fills a cell that was empty then."""
    return {**known.complete(values), **{name: values[name] for name in known.kept if name in values}}


def write_back(known: ImportTable, before: Values | None, after: Values, *, by: Actor, now: datetime) -> bool:
    """Write what stood before a row; tell whether all of it is here still."""
    if before is None:
        known.remove(key=known.key_of(after), by=by, now=now)
        return True
    values, whole = as_it_stood(known, before), True
    if known.restore is None:
        known.apply(values=values, by=by, now=now)
    else:
        whole = known.restore(values=values, by=by, now=now)
    if known.restored is not None:
        known.restored(before=before, after=after, by=by, now=now)
    return whole


def refusals(stays: Iterable[TakebackRow]) -> tuple[RefusedRow, ...]:
    """Name the first rows that stay, by their numbers, with what stands there and why."""
    first = sorted(stays, key=lambda one: one.line.number)[:SHOWN]
    return tuple(RefusedRow(number=one.line.number, reasons=[(*one.key, one.why)]) for one in first)
