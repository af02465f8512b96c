"""Read an Excel or CSV file into rows of judged cells."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from anxin.core.errors import AnxinError, Invalid
from anxin.core.tables.columns import Column, Values
from anxin.core.tables.formulas import runs
from anxin.core.tables.mapping import Mapping

ROWS_MOST = 200_000
_QUOTED = re.compile(r'="([^"]*)"\s*')


class Unreadable(Invalid):
    """The file is no table we can read."""

    code = "tables.unreadable"

    def __init__(self, why: str) -> None:
        super().__init__("file", expected="an Excel or CSV table", facts={"why": why})


@dataclass
class Row:
    """One row of a file: its cells as written, the values read from them, and a reason for each refused one."""

    number: int
    cells: list[str]
    values: Values = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """A file as read; `places` gives the position of each column in the file."""

    sha256: str
    headers: list[str]
    places: dict[str, int]
    rows: list[Row]


def read(columns: Sequence[Column], path: Path, *, mapping: Mapping | None = None) -> Sheet:
    """Read a file for these columns; every cell that can't be read gets its reason."""
    mapping = mapping or Mapping()
    lines = _excel(path, mapping.sheet) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    numbered = enumerate(lines, start=1)
    headers = next((cells for number, cells in numbered if number == mapping.header_row), None)
    if headers is None:
        raise Unreadable(_("no header row"))
    places = _places(columns, headers, mapping)
    rows = [_judged(columns, Row(number, cells), places, mapping) for number, cells in numbered if any(cells)]
    return Sheet(hashlib.sha256(path.read_bytes()).hexdigest(), headers, places, rows)


def _places(columns: Sequence[Column], headers: list[str], mapping: Mapping) -> dict[str, int]:
    names = {column.name for column in columns}
    unknown = (set(mapping.columns) | set(mapping.constants)) - names
    if unknown:
        raise Invalid("map", expected=", ".join(sorted(names)), got=", ".join(sorted(unknown)))
    places: dict[str, int] = {}
    for column in columns:
        wanted = {mapping.columns[column.name]} if column.name in mapping.columns else column.headers
        header = next(iter(wanted)) if column.name in mapping.columns else column.among(headers)
        found = next((at for at, one in enumerate(headers) if one == header), None)
        if found is not None:
            places[column.name] = found
        elif column.name not in mapping.constants and (column.required or column.name in mapping.columns):
            raise Unreadable(_("the column “{title}” is missing").format(title=" / ".join(sorted(wanted))))
    return places


def _judged(columns: Sequence[Column], row: Row, places: dict[str, int], mapping: Mapping) -> Row:
    for column in columns:
        at = places.get(column.name)
        if at is None and column.name not in mapping.constants:
            continue
        written = mapping.constants[column.name] if at is None else row.cells[at] if at < len(row.cells) else ""
        _read_cell(column, written, row)
    return row


def _read_cell(column: Column, written: str, row: Row) -> None:
    written = written[1:] if written.startswith("'") and runs(written[1:]) else written
    if quoted := _QUOTED.fullmatch(written):
        written = quoted[1]  # shops write a long number as ="123", so that Excel keeps its digits
    if not written:
        row.values[column.name] = None
        if column.required:
            row.reasons[column.name] = _("must not be empty")
        return
    try:
        row.values[column.name] = column.read(written)
    except Invalid as error:
        row.reasons[column.name] = _("{expected} expected").format(expected=error.facts["expected"])
    except AnxinError as error:
        row.reasons[column.name] = error.code
    except ValueError as error:
        row.reasons[column.name] = str(error)


def _excel(path: Path, sheet: str) -> Iterator[list[str]]:
    from anxin.core.tables import excel  # noqa: PLC0415 - its library is a seventh of a start, and seldom needed

    yield from _bounded([_told(cell) for cell in line] for line in excel.lines(path, sheet))


def _csv(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    try:
        plain = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            plain = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Unreadable(_("neither UTF-8 nor GB 18030")) from error
    head = plain.partition("\n")[0]
    try:
        lines = csv.reader(plain.splitlines(keepends=True), delimiter=max(",;\t", key=head.count), strict=True)
        yield from _bounded([cell.strip() for cell in line] for line in lines)
    except csv.Error as error:
        raise Unreadable(str(error)) from error


def _bounded(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        if number > ROWS_MOST:
            raise Unreadable(_("more than {most} rows").format(most=ROWS_MOST))
        yield line


def _told(cell: object) -> str:
    """Write a cell as a person reads it: a phone typed as a number is no 1.38e10."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
