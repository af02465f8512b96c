"""`anxin import`: bring a table file in as one batch, with a dry run, a reason per refused cell and an exact undo."""

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import parser, progress

if TYPE_CHECKING:
    from anxin.core.actors import Actor
    from anxin.core.imports import ImportRun, Report
    from anxin.core.tables import Sheet

SHOWN = 10
HANDED = timedelta(minutes=10)
"""After so long a worker looks whether what was begun here came to its end."""
USAGE = "anxin import TABLE FILE [--files ZIP]… [--map M.toml] [--dry-run] [--partial] | anxin import --undo BATCH"


def run(arguments: list[str]) -> int:
    """Import a file or take a batch back; exit 1 where rows were refused."""
    options = parser.Parser("import", "Bring an Excel or CSV file in: new, changed and same rows, refused cells.")
    options.usage = USAGE
    options.add_argument("table", nargs="?", help="what the file holds, such as purchases, outlets, accounts")
    options.add_argument("file", nargs="?", type=parser.existing_file, help=".xlsx or .csv with a header row")
    options.add_argument("--map", type=parser.existing_file, help="TOML: which header is which column")
    told = "what rows name: a ZIP of pictures, or one of them"
    options.add_argument("--files", action="append", default=[], metavar="ZIP", type=parser.existing_file, help=told)
    options.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    options.add_argument("--partial", action="store_true", help="write the good rows although others are refused")
    options.add_argument("--undo", metavar="BATCH", help="take a batch back exactly, each row tried first")
    known = options.read(arguments)
    if not known.undo and known.file is None:
        expected = "an Excel or CSV file" if known.table else "a table and a file, or --undo BATCH"
        parser.refuse("anxin import", f"{'file' if known.table else 'table'}: expected {expected}, got none")
    known = options.open_house(arguments, filled=True)
    if known.undo:
        return _undo(known.undo)
    from anxin.core import imports

    if known.table not in imports.TABLES:
        names = " ".join(sorted(imports.TABLES)) or "none is declared"
        parser.refuse("anxin import", f"table: expected one of {names}, got {known.table}")
    if known.files and not imports.TABLES[known.table].attached:
        parser.refuse("anxin import", f"--files: expected with a table whose rows name files, got {known.table}")
    return _import(known)


def _import(known: argparse.Namespace) -> int:
    from anxin.core import imports, tables, wording
    from anxin.core.acting import acting
    from anxin.core.errors import AnxinError

    table, by = imports.table(known.table), _actor()
    try:
        mapping = tables.read_mapping(known.map) if known.map else None
        sheet = tables.read(table.columns, known.file, mapping=mapping)
    except AnxinError as error:
        parser.refuse("anxin import", f"file: {wording.error(error)}")
    pack = None
    try:
        given = [imports.Given(name=one.name, path=one) for one in known.files]
        pack = imports.unpack(given, kinds=table.kinds, by=by, now=datetime.now(UTC)) if given else None
    except AnxinError as error:
        parser.refuse("anxin import", f"--files: {wording.error(error)}")
    try:
        return _written(known, imports.attached(table, sheet, pack))
    finally:
        acting(lambda: imports.drop(pack))


def _written(known: argparse.Namespace, sheet: "Sheet") -> int:
    from anxin.core import imports
    from anxin.core.acting import acting

    table = imports.table(known.table)
    reads, writes = (progress.count(what, len(sheet.rows)) for what in ("looked at row", "wrote row"))
    if known.dry_run:
        return tell(imports.dry_run(table, sheet, tells=reads), sheet, known.file, wrote=False)
    how = {"partial": known.partial, "reads": reads, "writes": writes}
    try:
        report = acting(lambda: imports.apply(table, sheet, by=_actor(), now=datetime.now(UTC), **how))
    except imports.Refused as refused:
        return tell(refused.report, sheet, known.file, wrote=False)
    return tell(report, sheet, known.file, wrote=True)


def _actor() -> "Actor":
    from anxin.core.actors import Actor

    return Actor(kind="system", id="command", via="import")


def tell(report: "Report", sheet: "Sheet", file: Path, *, wrote: bool) -> int:
    """Say what became of a file: how many rows, and the first that were refused by row and column."""
    from anxin.core import tables

    counts = ", ".join(f"{kind} {report.count(kind)}" for kind in ("new", "changed", "same", "refused"))
    print(f"{counts}{'' if wrote else '; nothing was written'}")
    if report.batch is not None:
        print(f"batch {report.batch.id}")
    if sheet.loose:
        named = ", ".join(sheet.loose[:SHOWN])
        print(f"{len(sheet.loose)} files belong to no row: {named}{' …' if len(sheet.loose) > SHOWN else ''}")
    if not report.refused:
        return 0
    name_refused(report, sheet, file)
    told = tables.write_refused(file, sheet, report.refused)
    print(f"refused rows with their reasons: {told}")
    return 1


def name_refused(report: "Report", sheet: "Sheet", file: Path) -> None:
    """Name the first rows that were refused, with column, reason and what stands there."""
    titles = {name: sheet.headers[at] for name, at in sheet.places.items()}
    for row in report.refused[:SHOWN]:
        for name, why in row.reasons.items():
            at = sheet.places.get(name, len(row.cells))
            got = f", got {row.cells[at]!r}" if at < len(row.cells) else ""
            print(f"{file.name} row {row.number}, {titles.get(name, name)}: {why}{got}")
    more = len(report.refused) - SHOWN
    print(f"and {more} more\n" if more > 0 else "", end="")


def _undo(batch: str) -> int:
    from django.core.exceptions import ValidationError

    from anxin.core import imports, wording
    from anxin.core.acting import acting
    from anxin.core.errors import AnxinError

    try:
        found = imports.ImportBatch.objects.filter(id=batch).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        parser.refuse("anxin import", f"--undo: expected the id of a batch, got {batch}")
    try:
        rows = acting(lambda: imports.begin_back(found, by=_actor(), language="", now=datetime.now(UTC), after=HANDED))
    except AnxinError as error:
        print(f"anxin import: {wording.error(error)}", file=sys.stderr)
        return 1
    return _taken_back(rows)


def _taken_back(run: "ImportRun") -> int:
    """Take a batch back in short blocks, each row tried first; name those that stay."""
    from anxin.core import imports

    imports.carry_out(run.id, now=datetime.now(UTC), tells=progress.count("tried or took back row", run.rows))
    run.refresh_from_db()
    told, lost = imports.summary_of(run), run.batch.lost if run.batch else 0
    stands = f"; {lost} of them stand empty: their files of before are destroyed" if lost else ""
    print(f"taken back: {run.done} rows{stands}")
    for row in told.refusals[:SHOWN]:
        print("; ".join(f"row {row.number}, {name} {written!r}: {why}" for name, written, why in row.reasons))
    if more := told.refused - SHOWN:
        print(f"and {more} more\n" if more > 0 else "", end="")
    return 0 if run.state == run.State.DONE else 1
