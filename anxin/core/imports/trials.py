"""What a file would do is tried before it is done: its rows are written, in blocks that are thrown away."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports.batches import ImportOutcome, ImportReport, looked, outcome_now, write
from anxin.core.imports.paces import shares
from anxin.core.imports.registry import ImportTable
from anxin.core.imports.table_files import LONG
from anxin.core.tables import Row, Sheet

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
    tried = tried_rows(known, sheet, by=by, now=now, tells=tells)
    return ImportReport(sorted(tried, key=lambda one: one.row.number))


def tried_rows(
    known: ImportTable, sheet: Sheet, *, by: Actor, now: datetime, tells: Tells = lambda _rows: None
) -> Iterator[ImportOutcome]:
    """Yield what becomes of each row: all are looked at, then those that would be written are tried.

    They are tried in the shares in which a long file is written, so that nobody's writing waits behind it, and read
    anew for it, so that no more of them is kept than their cells. Rows that may take something from each other are
    tried beside each other. Each half of that counts for half of the rows.
    """
    ahead: list[Row] = []
    for at, one in enumerate(looked(known, sheet, now=now)):
        tells(at // 2)
        if one.kind in ("new", "changed"):
            ahead.append(one.row)
        else:
            yield one
    rows = len(sheet.rows)
    done = 0
    for some in shares(ahead, lambda row: known.beside_of(row.values), whole=LONG):
        tells((rows + rows * done // len(ahead)) // 2)
        yield from _trial(known, some, by=by, now=now)
        done += len(some)


def _trial(known: ImportTable, some: Sequence[Row], *, by: Actor, now: datetime) -> list[ImportOutcome]:
    def work() -> list[ImportOutcome]:
        for row in some:
            row.reasons.clear()  # a block that is repeated begins anew
        return [write(known, outcome_now(known, row), by=by, now=now) for row in some]

    return thrown_away(work)
