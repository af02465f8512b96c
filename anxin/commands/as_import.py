"""`anxin export --as-import`: a table in the columns that `anxin import` reads, tried on the house it came from."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import attachments, import_files, parser, progress, takeout

if TYPE_CHECKING:
    from anxin.core.imports import ImportTable

PROG = "anxin export"


def write(name: str, file: Path, *, plain: bool, names: list[str]) -> int:
    """Write a table that an empty house takes; who is named in it, only if two administrators say so."""
    from anxin.core import imports
    from anxin.core.acting import acting
    from anxin.domain.opening import actions as opening

    kinds = {one for one, table in imports.TABLES.items() if table.every}
    if name not in kinds:
        parser.refuse(PROG, f"table: expected one of {' '.join(sorted(kinds))}, got {name}")
    known, now = imports.table(name), datetime.now(UTC)
    if known.persons and not plain:
        parser.refuse(PROG, f"--plain: expected with {name}, which names persons, got it without")
    if not known.persons and (plain or names):
        parser.refuse(PROG, f"--plain: expected with a table that names persons, got {name}")
    if known.persons:
        by = takeout.agreed(names)
        acting(lambda: opening.note_export(by=by, now=now, table=name))
    if known.attached:
        attachments.refuse_known(PROG, file)
    return tried(known, file, wrote=lay(known, file, now=now))


def lay(known: "ImportTable", file: Path, *, now: datetime) -> int:
    """Write the rows as they stand today, and beside them the files they name; only who writes them may read them."""
    from anxin.core import imports, tables
    from anxin.core.zone import SHANGHAI

    lines, named = [], dict[str, str]()
    for count, row in enumerate(imports.held(known, on=now.astimezone(SHANGHAI).date()), start=1):
        progress.at(f"{count} rows")
        named |= attachments.taken_from(row, known.attached)
        lines.append([column.written(row[column.name]) for column in known.columns])
    headers = [column.name for column in known.columns]
    os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
    if file.suffix == ".xlsx":
        tables.write_xlsx(file, headers, lines)
    else:
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            tables.write_csv(stream, headers, [["" if one is None else one for one in line] for line in lines])
    if known.attached:
        attachments.write(file, named, now=now)
    return len(lines)


def tried(known: "ImportTable", file: Path, *, wrote: int) -> int:
    """Read the file as an import would, and say which rows would come back otherwise than they are here."""
    from anxin.core import imports, tables, wording
    from anxin.core.errors import AnxinError

    try:
        sheet = imports.attached(known, tables.read(known.columns, file), None)
        report = imports.dry_run(known, sheet, tells=progress.count("tried row", wrote))
    except AnxinError as error:
        print(f"{file}: {wrote} rows, which no import reads as one file: {wording.error(error)}")
        return 1
    same = report.count("same")
    print(f"{file}: {wrote} rows, of which {same} are read back as they are here")
    for one in [one for one in report.outcomes if one.kind == "changed"][: import_files.SHOWN]:
        other = [name for name, value in (one.after or {}).items() if (one.before or {})[name] != value]
        print(f"{file.name} row {one.row.number} is read back otherwise than it is here: {', '.join(other)}")
    import_files.name_refused(report.refused, sheet, file)
    for said in known.stays():
        print(f"{file.name}: {said}")
    return 0 if same == wrote else 1
