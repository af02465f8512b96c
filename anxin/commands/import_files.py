"""What `anxin import` does with a file: read it, write its rows, say what became of them."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import blocks, consequences, parser, progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from anxin.core.actors import Actor
    from anxin.core.imports import ImportBatch, ImportReport, ImportRun, Summary
    from anxin.core.tables import Row, Sheet

PROG, SHOWN = "anxin import", 10


def write(known: argparse.Namespace) -> int:
    """Read a file, and write its rows: few at once, many in blocks."""
    from anxin.core import imports, tables, wording
    from anxin.core.acting import acting
    from anxin.core.errors import AnxinError
    from anxin.core.files import TooLarge

    table = imports.table(known.table)
    try:
        mapping = tables.read_mapping(known.map) if known.map else None
        sheet = tables.read(table.columns, known.file, mapping=mapping)
    except AnxinError as error:
        parser.refuse(PROG, f"file: {wording.error(error)}")
    try:
        given = [imports.PackedFile(name=one.name, path=one) for one in known.files]
        pack = imports.unpack(given, kinds=table.kinds, by=actor(), now=datetime.now(UTC)) if given else None
    except AnxinError as error:
        parser.refuse(PROG, f"--files: {wording.error(error)}")
    run = None
    try:
        sheet = imports.attached(table, sheet, pack)
        if known.dry_run or len(sheet.rows) <= imports.LONG:
            return _written(known, sheet)
        imports.check_size(known.file, now=datetime.now(UTC))
        report = _rehearsed(known, sheet, tells=progress.count("looked at row", len(sheet.rows)))
        if (report.refused and not known.partial) or not _ahead(report):
            return tell(report, sheet, known.file, wrote=not report.refused or known.partial)
        if not _agreed(known, sheet, report):
            return _left(report, sheet, known.file)
        told = {"mapping": mapping, "partial": known.partial, "by": actor(), "now": datetime.now(UTC), "pack": pack}
        run = acting(lambda: imports.begin_here(table, known.file, **told))
        return _written_in_blocks(known, run, sheet, report)
    except TooLarge as error:
        parser.refuse(PROG, f"file: {wording.error(error)}")
    finally:
        if run is None or run.pack != pack:
            acting(lambda: imports.drop(pack))


def _ahead(report: "ImportReport") -> int:
    return report.count("new") + report.count("changed")


def _written(known: argparse.Namespace, sheet: "Sheet") -> int:
    """Write a short file in one block."""
    from anxin.core import imports
    from anxin.core.acting import acting

    table = imports.table(known.table)
    reads, writes = (progress.count(what, len(sheet.rows)) for what in ("looked at row", "wrote row"))
    if known.dry_run:
        report = _rehearsed(known, sheet, tells=reads)
        consequences.tell(_foretold(known, sheet, report))
        return tell(report, sheet, known.file, wrote=False)
    if table.name in imports.FREES:
        report = _rehearsed(known, sheet, tells=reads)
        if (known.partial or not report.refused) and not _agreed(known, sheet, report):
            return _left(report, sheet, known.file)
    how = {"partial": known.partial, "reads": reads, "writes": writes}
    try:
        report = acting(lambda: imports.apply(table, sheet, by=actor(), now=datetime.now(UTC), **how))
    except imports.ImportRefused as refused:
        return tell(refused.report, sheet, known.file, wrote=False)
    return tell(report, sheet, known.file, wrote=True)


def _rehearsed(known: argparse.Namespace, sheet: "Sheet", *, tells: "Callable[[int], object]") -> "ImportReport":
    """Return what a file would do, as it came when its rows were tried."""
    from anxin.core import imports

    return imports.rehearse(imports.table(known.table), sheet, by=actor(), now=datetime.now(UTC), tells=tells)


def _foretold(known: argparse.Namespace, sheet: "Sheet", report: "ImportReport") -> "Summary":
    """Return what a file would do that was looked at, as its page tells it."""
    from anxin.core import imports

    return imports.summary(imports.table(known.table), sheet, report, now=datetime.now(UTC))


def _agreed(known: argparse.Namespace, sheet: "Sheet", report: "ImportReport") -> bool:
    """Say what a file would do to windows and starts; return whether the windows it frees may be freed."""
    told = _foretold(known, sheet, report)
    consequences.tell(told)
    return not told.freed or consequences.agreed(told, PROG, yes=known.yes)


def _left(report: "ImportReport", sheet: "Sheet", file: Path) -> int:
    """Say that a file was not written: nobody agreed that windows are freed."""
    tell(report, sheet, file, wrote=False)
    return 1


def _written_in_blocks(known: argparse.Namespace, run: "ImportRun", sheet: "Sheet", report: "ImportReport") -> int:
    """Write a long file block by block; say what became of it, or what stands where it was stopped."""
    from anxin.core import imports
    from anxin.core.errors import WrongState

    ahead = _ahead(report)
    told, halted = progress.count("wrote row", ahead), False
    with blocks.stoppable(PROG) as is_asked:

        def tells(done: int) -> None:
            nonlocal halted
            told(done)
            halted = is_asked() and done < ahead
            if halted:
                raise imports.Halted

        try:
            imports.write_here(run, sheet, report, now=datetime.now(UTC), tells=tells)
        except WrongState:
            return busy("this file", run)
    run.refresh_from_db()
    refused = [row for row in sheet.rows if row.reasons]
    if run.is_through:
        assert run.batch is not None
        counts = {name: getattr(run.batch, name) for name in ("new", "changed", "same", "refused")}
        return _told(counts, refused, sheet, known.file, batch=run.batch)
    return _stopped(run, refused, sheet, known.file, halted=halted)


def busy(what: str, run: "ImportRun") -> int:
    """Say that a worker is at what was asked for."""
    print(f"{PROG}: a worker is at {what}, {run.done} of {run.rows} rows are behind him; look again in a minute")
    return 1


def _stopped(run: "ImportRun", refused: "list[Row]", sheet: "Sheet", file: Path, *, halted: bool) -> int:
    """Say what stands of a long file that was not written to its end, and how to go on."""
    if halted:
        print(f"stopped: {run.done} rows of this file are in, {len(sheet.rows)} are in the file")
        print("the same command goes on with the rest")
    else:
        print(f"a row could not be written, or somebody took the file back; {run.done} rows of it are in")
    if run.batch is not None and run.done:
        print(f"batch {run.batch.id}: `anxin import --undo {run.batch.id}` takes back what is in")
    if refused:
        _name_refused(refused, sheet, file)
    return blocks.STOPPED if halted else 1


def actor() -> "Actor":
    """Return who imports on the command line."""
    from anxin.core.actors import Actor

    return Actor(kind="system", id="command", via="import")


def tell(report: "ImportReport", sheet: "Sheet", file: Path, *, wrote: bool) -> int:
    """Say what became of a file: how many rows, and the first that were refused by row and column."""
    counts = {kind: report.count(kind) for kind in ("new", "changed", "same", "refused")}
    return _told(counts, report.refused, sheet, file, batch=report.batch, wrote=wrote)


def _told(
    counts: dict[str, int],
    refused: "list[Row]",
    sheet: "Sheet",
    file: Path,
    *,
    batch: "ImportBatch | None",
    wrote: bool = True,
) -> int:
    said = ", ".join(f"{kind} {number}" for kind, number in counts.items())
    print(f"{said}{'' if wrote else '; nothing was written'}")
    if batch is not None:
        print(f"batch {batch.id}")
    if sheet.loose:
        named = ", ".join(sheet.loose[:SHOWN])
        print(f"{len(sheet.loose)} files belong to no row: {named}{' …' if len(sheet.loose) > SHOWN else ''}")
    if not refused:
        return 0
    _name_refused(refused, sheet, file)
    return 1


def _name_refused(refused: "list[Row]", sheet: "Sheet", file: Path) -> None:
    """Name the first rows that were refused, and write all of them down with their reasons."""
    from anxin.core import tables

    name_refused(refused, sheet, file)
    print(f"refused rows with their reasons: {tables.write_refused(file, sheet, refused)}")


def name_refused(refused: "list[Row]", sheet: "Sheet", file: Path) -> None:
    """Name the first rows that were refused, with column, reason and what stands there."""
    titles = {name: sheet.headers[at] for name, at in sheet.places.items()}
    for row in refused[:SHOWN]:
        for name, why in row.reasons.items():
            at = sheet.places.get(name, len(row.cells))
            got = f", got {row.cells[at]!r}" if at < len(row.cells) else ""
            print(f"{file.name} row {row.number}, {titles.get(name, name)}: {why}{got}")
    more = len(refused) - SHOWN
    print(f"and {more} more\n" if more > 0 else "", end="")
