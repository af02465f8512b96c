"""What a file would do is tried before it is done: its rows are written, in blocks that are thrown away."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports.batches import ImportOutcome, ImportReport, looked, write
from anxin.core.imports.paces import shares
from anxin.core.imports.registry import ImportTable
from anxin.core.imports.table_files import LONG
from anxin.core.tables import Sheet

TRIED = 5_000
"""So many rows at most a file may have for them to be tried before; of a longer one what falls is told once it is in:
a trial takes as long as writing does."""
type Tells = Callable[[int], object]


class _Over(Exception):
    """A trial is over: what it did is thrown away."""


def thrown_away[T](work: Callable[[], T]) -> T:
    """Do something in a block of its own that is thrown away; return what came of it."""
    done: list[T] = []

    def tries() -> None:
        done[:] = [work()]
        raise _Over

    with suppress(_Over):
        acting(tries)
    return done[0]


def rehearse(
    known: ImportTable, sheet: Sheet, *, by: Actor, now: datetime, tells: Tells = lambda _rows: None
) -> ImportReport:
    """Return what `apply` would do, row by row, as it came when it was tried; nothing stays written."""
    return ImportReport(list(tried_rows(known, sheet, by=by, now=now, tells=tells)))


def tried_rows(
    known: ImportTable, sheet: Sheet, *, by: Actor, now: datetime, tells: Tells = lambda _rows: None
) -> Iterable[ImportOutcome]:
    """Return what becomes of each row: first it is looked at, then tried, all of a short file beside each other.

    Those of a long one are tried in the shares in which they are written.
    """
    if len(sheet.rows) > TRIED:
        return looked(known, sheet, now=now, tells=tells)
    found = list(looked(known, sheet, now=now))
    ahead = [at for at, one in enumerate(found) if one.kind in ("new", "changed")]
    for some in _parts(known, found, ahead, short=len(sheet.rows) <= LONG):
        for at in some:
            tells(at)
        for at, one in zip(some, _trial(known, [found[at] for at in some], by=by, now=now), strict=True):
            found[at] = one
    return found


def _parts(
    known: ImportTable, found: Sequence[ImportOutcome], ahead: Sequence[int], *, short: bool
) -> Iterator[Sequence[int]]:
    if not short:
        yield from shares(ahead, lambda at: known.group_of(found[at].row.values))
    elif ahead:
        yield ahead


def _trial(known: ImportTable, some: Sequence[ImportOutcome], *, by: Actor, now: datetime) -> list[ImportOutcome]:
    def work() -> list[ImportOutcome]:
        for one in some:
            one.row.reasons.clear()  # a block that is repeated begins anew
        return [write(known, one, by=by, now=now) for one in some]

    return thrown_away(work)
