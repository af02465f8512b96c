"""`anxin export`: the rows of one table as a file, with sealed values left sealed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from anxin.commands import parser, progress

COVERED = ("password", "_hash", "_index", "secret", "session_data")


def run(arguments: list[str]) -> int:
    """Write a CSV or Excel file; what is sealed in the database stays out of it."""
    options = parser.Parser("export", "Write one table as CSV or Excel; sealed and secret values stay out.")
    options.add_argument("table", help="table as `anxin inspect` names it")
    options.add_argument("file", type=parser.new_file, help="new file, .csv or .xlsx")
    known = options.open_house(arguments, filled=True)
    from anxin.commands import rows

    tables = {model._meta.db_table: model for model in rows.tables()}
    if known.table not in tables:
        parser.refuse("anxin export", f"table: expected one of {' '.join(sorted(tables))}, got {known.table}")
    if known.file.suffix not in {".csv", ".xlsx"}:
        parser.refuse("anxin export", f"file: expected a name ending in .csv or .xlsx, got {known.file}")
    print(f"{known.file}: {_write(tables[known.table], known.file)} rows, sealed values left out")
    return 0


def _write(model: Any, path: Path) -> int:
    from anxin.core import tables

    names = [field.attname for field in model._meta.concrete_fields if not is_covered(model, field.column)]
    count = 0

    def lines() -> Iterator[list[str]]:
        nonlocal count
        for row in model._base_manager.order_by("pk").values_list(*names).iterator(1000):
            count += 1
            progress.at(f"{count} rows")
            yield ["" if value is None else str(value) for value in row]

    if path.suffix == ".xlsx":
        tables.write_xlsx(path, names, lines())
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            tables.write_csv(stream, names, lines())
    return count


def is_covered(model: Any, column: str) -> bool:
    """Return whether a column holds what no file should: sealed texts, hashes, secrets."""
    from anxin.core.vault.registry import COLUMNS

    sealed = any(one.model is model and one.column == column for one in COLUMNS.values())
    return sealed or column.endswith("_sealed") or any(word in column for word in COVERED)
