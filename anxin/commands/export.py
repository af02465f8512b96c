"""`anxin export`: one table as a file, or everything as a folder that other programs read and strangers can check."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from anxin.commands import as_import, parser, progress, takeout

USAGE = (
    "anxin export TABLE FILE | anxin export --as-import KIND FILE [--plain --agreed NAME NAME] | "
    "anxin export --all FOLDER [--csv] [--plain --agreed NAME NAME] | --verify FOLDER"
)


def run(arguments: list[str]) -> int:
    """Write a table, or all of them; what is sealed in the database stays out unless two administrators say so."""
    options = parser.Parser("export", "Write one table as CSV or Excel, or everything into a folder with its hashes.")
    options.usage = USAGE
    options.add_argument("table", nargs="?", help="table as `anxin inspect` names it, or as `anxin import` does")
    options.add_argument("file", nargs="?", type=parser.new_file, help="new file, .csv or .xlsx")
    options.add_argument("--as-import", action="store_true", help="in the columns that `anxin import` reads")
    options.add_argument("--all", metavar="FOLDER", type=parser.new_file, help="all tables into a new folder")
    options.add_argument("--csv", action="store_true", help="tables as CSV instead of JSON lines")
    options.add_argument("--plain", action="store_true", help="personal values and originals too")
    options.add_argument("--agreed", nargs=2, metavar="NAME", default=[], help="the two administrators who say so")
    options.add_argument("--verify", metavar="FOLDER", type=Path, help="compare a folder with its list of hashes")
    known = options.read(arguments)
    if known.verify:
        return _verify(known.verify)
    if known.all and known.as_import:
        parser.refuse("anxin export", "--as-import: expected together with a table and a file, got --all")
    if not known.all and (known.file is None or known.file.suffix not in {".csv", ".xlsx"}):
        expected = "a new file ending in .csv or .xlsx" if known.table else "a table and a file, or --all FOLDER"
        what = "file" if known.table else "table"
        parser.refuse("anxin export", f"{what}: expected {expected}, got {known.file or 'none'}")
    known = options.open_house(arguments, filled=True)
    if known.all:
        return _all(known.all, plain=known.plain, as_csv=known.csv, names=known.agreed)
    if known.as_import:
        return as_import.write(known.table, known.file, plain=known.plain, names=known.agreed)
    if known.plain or known.agreed:
        parser.refuse("anxin export", "--plain: expected together with --all or --as-import, got it without")
    return _one(known.table, known.file)


def _one(table: str, file: Path) -> int:
    from anxin.commands import rows
    from anxin.core import replicas

    tables = {model._meta.db_table: model for model in rows.tables()}
    if table not in tables:
        parser.refuse("anxin export", f"table: expected one of {' '.join(sorted(tables))}, got {table}")
    count = replicas.read(lambda: _write(tables[table], file))
    print(f"{file}: {count} rows, sealed values left out")
    _say_where()
    return 0


def _all(folder: Path, *, plain: bool, as_csv: bool, names: list[str]) -> int:
    if names and not plain:
        parser.refuse("anxin export", "--agreed: expected together with --plain, got it without")
    by = takeout.agreed(names) if plain else ()
    if plain:
        _note(by)
    counts = takeout.write(folder, plain=plain, as_csv=as_csv, by=by)
    left = "" if plain else ", personal values left out"
    print(f"{folder}: {sum(counts.values())} rows of {len(counts)} tables{left}")
    print("check it with: sha256sum -c SHA256SUMS")
    _say_where()
    return 0


def _say_where() -> None:
    """Say where rows are read, where that may be a standby."""
    from anxin.core import replicas

    if told := replicas.says():
        print(told)


def _note(by: tuple[str, ...]) -> None:
    """Write down at both accounts that everything was taken out in plain."""
    from anxin.core.acting import acting
    from anxin.domain.opening import actions as opening

    acting(lambda: opening.note_export(by=by, now=datetime.now(UTC)))


def _verify(folder: Path) -> int:
    if not (folder / takeout.SUMS).is_file():
        parser.refuse("anxin export", f"--verify: expected a folder with {takeout.SUMS}, got {folder}")
    found = takeout.faults(folder)
    for one in found[:100]:
        print(one, file=sys.stderr)
    print(f"{folder}: {f'{len(found)} files differ' if found else 'every file is as it was written'}")
    return 1 if found else 0


def _write(model: Any, path: Path) -> int:
    from anxin.core import tables

    names = [field.attname for field in model._meta.concrete_fields if not takeout.is_covered(model, field.column)]
    count = 0

    def lines() -> Iterator[list[str]]:
        nonlocal count
        for row in model._base_manager.order_by("pk").values_list(*names).iterator(1000):
            count += 1
            progress.at(f"{count} rows")
            told = ["" if value is None else str(value) for value in row]
            yield told if model._meta.label in takeout.PUBLIC else [takeout.masked(one) for one in told]

    if path.suffix == ".xlsx":
        tables.write_xlsx(path, names, lines())
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            tables.write_csv(stream, names, lines())
    return count
