"""`anxin import`: bring a table file in as one batch, with a dry run, a reason per refused cell and an exact undo."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from anxin.commands import blocks, consequences, import_files, parser, progress

if TYPE_CHECKING:
    from anxin.core.imports import ImportRun

USAGE = (
    "anxin import TABLE FILE [--files ZIP]… [--map M.toml] [--dry-run] [--partial] [--yes] | "
    "anxin import --undo BATCH [--yes]"
)


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
    options.add_argument("--yes", action="store_true", help="free promised windows, move starts without being asked")
    known = options.read(arguments)
    if not known.undo and known.file is None:
        expected = "an Excel or CSV file" if known.table else "a table and a file, or --undo BATCH"
        parser.refuse("anxin import", f"{'file' if known.table else 'table'}: expected {expected}, got none")
    known = options.open_house(arguments, filled=True)
    if known.undo:
        return take_back(known.undo, yes=known.yes)
    from anxin.core import imports

    if known.table not in imports.TABLES:
        names = " ".join(sorted(imports.TABLES)) or "none is declared"
        parser.refuse("anxin import", f"table: expected one of {names}, got {known.table}")
    if known.files and not imports.TABLES[known.table].attached:
        parser.refuse("anxin import", f"--files: expected with a table whose rows name files, got {known.table}")
    return import_files.write(known)


def take_back(batch: str, *, yes: bool) -> int:
    """Take a batch back by its id; exit 1 where rows stay, or nobody agrees to what it frees."""
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
        rows = acting(
            lambda: imports.begin_back(
                found, by=import_files.actor(), language="", now=datetime.now(UTC), after=imports.HANDED
            )
        )
    except AnxinError as error:
        print(f"anxin import: {wording.error(error)}", file=sys.stderr)
        return 1
    return _taken_back(rows, yes=yes)


def _taken_back(run: "ImportRun", *, yes: bool) -> int:
    """Take a batch back, each row tried first; what that frees or moves is asked between the two."""
    status = _worked(run)
    run.refresh_from_db()
    if status is None and run.awaits_yes:
        if not _agreed(run, yes=yes):
            print("nothing was taken back")
            return 1
        status = _worked(run)
    return _told(run) if status is None else status


def _agreed(run: "ImportRun", *, yes: bool) -> bool:
    """Say what taking a batch back would do; have it go on where somebody agrees, else end it."""
    from anxin.core import imports
    from anxin.core.acting import acting

    seen, now = imports.summary_of(run), datetime.now(UTC)
    consequences.tell(seen)
    if not consequences.agreed(seen, import_files.PROG, yes=yes):
        acting(lambda: imports.stop(run, now=now))
        return False
    acting(lambda: imports.go_on(run, partial=False, now=now, after=imports.HANDED))
    return True


def _worked(run: "ImportRun") -> int | None:
    """Try or take back the rows of a batch in short blocks; return the exit status where that can't be, or is stopped.

    A stopped one is told as it stands.
    """
    from anxin.core import imports
    from anxin.core.acting import acting
    from anxin.core.errors import WrongState

    told = progress.count("tried or took back row", run.rows)
    with blocks.stoppable(import_files.PROG) as is_asked:

        def tells(done: int) -> None:
            told(done)
            if is_asked():
                acting(lambda: imports.stop(run, now=datetime.now(UTC)))

        try:
            imports.take_back_here(run, now=datetime.now(UTC), tells=tells)
        except WrongState:
            return import_files.busy("this batch", run)
        halted = is_asked()
    return _told(run, halted=True) if halted else None


def _told(run: "ImportRun", *, halted: bool = False) -> int:
    """Say how many rows of a batch were taken back, and name those that stay."""
    from anxin.core import imports

    run.refresh_from_db()
    seen, lost = imports.summary_of(run), run.batch.lost if run.batch else 0
    stands = f"; {lost} of them stand empty: their files of before are destroyed" if lost else ""
    print(f"taken back: {run.done} rows{stands}")
    for row in seen.refusals[: import_files.SHOWN]:
        print("; ".join(f"row {row.number}, {name} {written!r}: {why}" for name, written, why in row.reasons))
    if more := seen.refused - import_files.SHOWN:
        print(f"and {more} more\n" if more > 0 else "", end="")
    if run.is_through:
        return 0
    if halted:
        print(f"stopped: {run.rows - run.done} rows stay; the same command goes on with them")
    return blocks.STOPPED if halted else 1
