"""Read one table file and write its rows that hold something, one JSON line each: runs alone, within limits.

Run by path with the file, its kind (excel or csv), the sheet's name and six numbers: rows, columns, characters in all,
bytes unpacked, memory in MB, CPU seconds. What can't be read is one line `{"fault": code, …}`.
"""

import csv
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from anxin.core.child_limits import bound

BLANK_MOST = 4_000_000
"""So many empty cells behind the last full one of their rows: each is walked, and costs as much as a full one."""
LINES_MOST = 1_048_576
"""So many rows an Excel sheet can have; a number beyond is written by nobody who fills a table."""
KEPT = 10**15
GLANCE, TABLE = 20, 3
"""A sheet holds a table if two of its first so many rows have so many cells filled."""


class Bounds(NamedTuple):
    """How much of a table is read."""

    rows: int
    columns: int
    characters: int
    unpacked: int


class SheetFault(Exception):
    """Why a file can't be read: a code and what belongs to it."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code)
        self.told = {"fault": code, "why": why}


def main(path: str, kind: str, sheet: str, *numbers: str) -> int:
    """Bound this process, then write the rows."""
    *most, memory_mb, cpu_s = map(int, numbers)
    bounds = Bounds(*most)
    bound(memory_mb, cpu_s)
    try:
        lines = _excel(path, sheet, bounds) if kind == "excel" else _csv(path)
        for number, cells in _bounded(lines, bounds):
            sys.stdout.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
    except SheetFault as fault:
        sys.stdout.write(json.dumps(fault.told) + "\n")
    except MemoryError:
        sys.stdout.write('{"fault": "memory"}\n')
    return 0


def _bounded(lines: Iterable[list[str]], bounds: Bounds) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something with their numbers, without the empty cells at their end."""
    rows = characters = blank = 0
    for number, line in enumerate(lines, start=1):
        width = next((at for at in range(len(line), 0, -1) if line[at - 1]), 0)
        blank += len(line) - width
        if blank > BLANK_MOST:
            raise SheetFault("columns")
        if number > LINES_MOST:
            raise SheetFault("rows")
        if not width:
            continue
        rows, characters = rows + 1, characters + sum(map(len, line))
        if width > bounds.columns:
            raise SheetFault("columns")
        if rows > bounds.rows + 1:
            raise SheetFault("rows")
        if characters > bounds.characters:
            raise SheetFault("characters")
        yield number, line[:width]


def _excel(path: str, sheet: str, bounds: Bounds) -> Iterator[list[str]]:
    """Yield the rows of a sheet, or of the one that holds a table; what it says of its own size is not believed."""
    import openpyxl  # noqa: PLC0415 - after the bounds
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > bounds.unpacked:
                raise SheetFault("unpacked")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise SheetFault("no_excel") from error
    if sheet and sheet not in book.sheetnames:
        raise SheetFault("no_sheet")
    try:
        page = book[sheet] if sheet else _table(book.worksheets)
        page.reset_dimensions()
        for line in page.iter_rows(values_only=True):
            yield _written(line)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise SheetFault("no_excel") from error


def _table(sheets: Sequence[Any]) -> Any:
    """Return the one sheet people see that holds a table; of several nobody can tell which is meant.

    Where none has so many columns, it is the one with most of them, not a note before it.
    """
    seen = [one for one in sheets if one.sheet_state == "visible"] or list(sheets)
    if len(seen) == 1:
        return seen[0]
    found = [one for one in seen if _holds_table(one)]
    if len(found) > 1:
        raise SheetFault("sheets", "、".join(one.title for one in found))
    return found[0] if found else max(seen, key=lambda one: max(_filled(one), default=0))


def _holds_table(page: Any) -> bool:
    """Return whether a sheet begins with rows of several cells: a header and what stands below it."""
    return sum(cells >= TABLE for cells in _filled(page)) > 1


def _filled(page: Any) -> list[int]:
    """Return how many cells of each of a sheet's first rows are filled."""
    page.reset_dimensions()
    first = islice(page.iter_rows(values_only=True, max_row=GLANCE), GLANCE)
    return [sum(one not in (None, "") for one in line) for line in first]


def _csv(path: str) -> Iterator[list[str]]:
    with open(path, "rb") as file:
        content = file.read()
    try:
        plain = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            plain = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise SheetFault("encoding") from error
    head = plain.partition("\n")[0]
    try:
        for line in csv.reader(plain.splitlines(keepends=True), delimiter=max(",;\t", key=head.count), strict=True):
            yield [cell.strip() for cell in line]
    except csv.Error as error:
        raise SheetFault("csv", str(error)) from error


def _written(line: Sequence[object]) -> list[str]:
    return [_cell(one) for one in line]


def _cell(cell: object) -> str:
    """Write a cell as a person reads it: a phone typed as a number is no 1.38e10; what lost digits keeps its power."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and _is_cut(cell):
        return f"{cell:.14E}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _is_cut(number: float) -> bool:
    """Return whether a whole number has lost its last digits: Excel keeps fifteen of them and writes zeros."""
    if abs(number) < KEPT:
        return False
    return isinstance(number, float) or set(str(abs(number))[15:]) == {"0"}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
