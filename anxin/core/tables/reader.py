"""Read an Excel or CSV file into rows of judged cells."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from anxin.core import child_processes
from anxin.core.errors import AnxinError, Invalid
from anxin.core.tables.columns import Column, Value, Values, refuse_cut
from anxin.core.tables.formulas import runs
from anxin.core.tables.mapping import Mapping
from anxin.core.visible_texts import visible

CHILD = Path(__file__).with_name("child.py")
ROWS_MOST, COLUMNS_MOST, CHARACTERS_MOST, UNPACKED_MOST = 200_000, 256, 32_000_000, 256 << 20
MEMORY_MB, CPU_S = 1024, 60
GLANCE_S, WHOLE_S = 90.0, 600.0
"""So long a child may take for the first rows, for which somebody waits, and for all of them on a busy machine."""
HEADED = 10
"""A header stands in one of the first so many rows that hold something: shops write a title above it."""
REMEMBERED = 50_000
"""What the same words in the same column say is read once: an outlet's code stands in many rows."""
type Seen = dict[tuple[str, str, str], tuple[Value, str]]
_SUM = re.compile(r"(?:本页|部门)?(?:小|合|总|共)\s*计[:：]?|汇总")
_WIDE = "".join(chr(one) for first, last in ("０９", "ＡＺ", "ａｚ") for one in range(ord(first), ord(last) + 1))
_NARROW = str.maketrans(_WIDE, unicodedata.normalize("NFKC", _WIDE))
_NUMBERED = re.compile(rf"(?=.*[0-9{_WIDE[:10]}])[\w .:/+{_WIDE}-]+", re.ASCII)
_QUOTED = re.compile(r'="([^"]*)"\s*')
_MARKED = re.compile(r"'([A-Za-z]{0,6}[\d +()./:-]+)\s*")


class UnreadableTable(Invalid):
    """The file is no table we can read."""

    code = "tables.unreadable"

    def __init__(self, why: str) -> None:
        super().__init__("file", expected="an Excel or CSV table", facts={"why": why})


@dataclass
class Row:
    """One row of a file: its cells (signs for text read away), the values, and a reason for each refused one."""

    number: int
    cells: list[str]
    values: Values = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """A file as read; `places` gives the position of each column in the file, `loose` files beside it no row names."""

    sha256: str
    headers: list[str]
    places: dict[str, int]
    rows: list[Row]
    loose: tuple[str, ...] = ()


def read(columns: Sequence[Column], path: Path, *, mapping: Mapping | None = None) -> Sheet:
    """Read a file for these columns; every cell that can't be read gets its reason."""
    mapping = mapping or Mapping()
    lines = _lines(path, mapping)
    headers, lines = _headed(columns, lines, mapping)
    places = _places(columns, headers, mapping)
    seen: Seen = {}
    rows = [_judged(columns, Row(number, cells), places, mapping, seen) for number, cells in lines]
    return Sheet(hashlib.sha256(path.read_bytes()).hexdigest(), headers, places, rows)


def headers_of(columns: Sequence[Column], path: Path) -> list[str]:
    """Return the row of a file that names its columns, without reading on."""
    return _headed(columns, islice(_lines(path, Mapping(), rows=HEADED), HEADED), Mapping())[0]


def lines_of(path: Path) -> list[list[str]]:
    """Return a file's rows as they stand, where no columns are known."""
    return [cells for _number, cells in _lines(path, Mapping())]


def is_long(path: Path, *, rows: int) -> bool:
    """Return whether a file has so many rows below its first, without reading on."""
    return sum(1 for _line in islice(_lines(path, Mapping(), rows=rows), rows + 1)) > rows


def _headed(
    columns: Sequence[Column], lines: Iterator[tuple[int, list[str]]], mapping: Mapping
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the row that names most columns, and the rows below it; the first one where none below names three."""
    lines = dropwhile(lambda line: line[0] < mapping.header_row, lines)
    first = list(islice(lines, HEADED if mapping.header_row == 1 else 1))
    if not first:
        raise UnreadableTable(_("no header row"))
    known = [sum(_names(column, cells, mapping) for column in columns) for _number, cells in first]
    at = known.index(max(known)) if max(known) >= 3 else 0
    return first[at][1], chain(first[at + 1 :], lines)


def _names(column: Column, cells: list[str], mapping: Mapping) -> bool:
    return mapping.columns[column.name] in cells if mapping.columns.get(column.name) else bool(column.among(cells))


def _places(columns: Sequence[Column], headers: list[str], mapping: Mapping) -> dict[str, int]:
    names = {column.name for column in columns}
    unknown = (set(mapping.columns) | set(mapping.constants)) - names
    if unknown:
        raise Invalid("map", expected=", ".join(sorted(names)), got=", ".join(sorted(unknown)))
    places: dict[str, int] = {}
    for column in columns:
        wanted = {mapping.columns[column.name]} if column.name in mapping.columns else column.headers
        header = next(iter(wanted)) if column.name in mapping.columns else column.among(headers)
        found = next((at for at, one in enumerate(headers) if header and one == header), None)
        if found is not None:
            places[column.name] = found
        elif column.name not in mapping.constants and (_is_needed(column) or mapping.columns.get(column.name)):
            raise UnreadableTable(
                _("the column “{title}” is missing").format(title=" / ".join(sorted(map(str, wanted))))
            )
    return places


def _is_needed(column: Column) -> bool:
    """Return whether a file without this column is refused whole: one that says why is refused row by row."""
    return column.required and not column.absent


def _judged(columns: Sequence[Column], row: Row, places: dict[str, int], mapping: Mapping, seen: Seen) -> Row:
    for column in columns:
        at = places.get(column.name)
        if at is None and column.name not in mapping.constants:
            if column.required and column.absent:
                row.reasons[column.name] = str(column.absent)
            continue
        if at is not None and at < len(row.cells):
            row.cells[at] = _unmarked(row.cells[at])
        written = mapping.constants[column.name] if at is None else row.cells[at] if at < len(row.cells) else ""
        _read_cell(column, written, row, seen)
    first = next(filter(None, row.cells), "")
    if row.reasons and _SUM.fullmatch(first):
        row.reasons = {next(iter(row.reasons)): _("a line of sums, not a row: leave it out")}
    return row


def _unmarked(written: str) -> str:
    """Read away how shops keep a number's digits from Excel (="123", '123), what keeps a text from running, and width.

    A number or code in letters and figures of full width is in the usual ones; a text of words stays as it is.
    """
    if written.startswith("'") and runs(written[1:]):
        written = written[1:]
    marked = _QUOTED.fullmatch(written) or _MARKED.fullmatch(written)
    plain = marked[1] if marked else written
    return plain.translate(_NARROW) if _NUMBERED.fullmatch(plain) else plain


def faults(columns: Sequence[Column], values: AnyMapping[str, str]) -> dict[str, str]:
    """Return why these values can't be what every row has, by column; empty where they can."""
    row = Row(0, [])
    for column in columns:
        if column.name in values:
            _read_cell(column, values[column.name], row, {})
    return row.reasons


def _read_cell(column: Column, written: str, row: Row, seen: Seen) -> None:
    written = visible(written)
    if not written:
        row.values[column.name] = None
        if column.required and not column.judged:
            row.reasons[column.name] = str(column.absent) or _("must not be empty")
        return
    beside = str(row.values.get(column.beside) or "")
    key = (column.name, written, beside)
    value, reason = seen[key] if key in seen else _read_value(column, written, beside)
    if len(seen) < REMEMBERED:
        seen[key] = value, reason
    if reason or (column.required and value == ""):
        row.reasons[column.name] = reason or _("must not be empty")
    else:
        row.values[column.name] = value


def _read_value(column: Column, written: str, beside: str) -> tuple[Value, str]:
    """Read what is written; where it can't be read, say why."""
    try:
        refuse_cut(written)
        return column.value(written, beside), ""
    except Invalid as error:
        return None, _("{expected} expected").format(expected=error.facts["expected"])
    except AnxinError as error:
        return None, error.code
    except ValueError as error:
        return None, str(error)


def _lines(path: Path, mapping: Mapping, *, rows: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Have a child read the file; give the rows that hold something with their numbers."""
    kind = "excel" if path.suffix.lower() in (".xlsx", ".xlsm") else "csv"
    bounds = (ROWS_MOST if rows is None else rows, COLUMNS_MOST, CHARACTERS_MOST, UNPACKED_MOST, MEMORY_MB, CPU_S)
    wall_s = WHOLE_S if rows is None else GLANCE_S
    try:
        done = child_processes.run("tables", CHILD, str(path.resolve()), kind, mapping.sheet, *bounds, wall_s=wall_s)
    except TimeoutError as error:
        raise UnreadableTable(_("it takes longer than a table may take")) from error
    for line in done.stdout.decode().splitlines():
        told = json.loads(line)
        if isinstance(told, dict):
            raise UnreadableTable(_why(told, mapping.sheet))
        yield told[0], told[1]
    if done.returncode:
        raise UnreadableTable(_("it takes more than a table may take"))


def _why(told: dict[str, Any], sheet: str) -> str:
    if told["fault"] == "csv":
        return str(told["why"])
    return {
        "sheets": _(
            "several sheets hold a table: {sheets}; leave the one that is meant, delete or hide the others"
        ).format(sheets=told.get("why", "")),
        "no_excel": _("not an Excel file"),
        "no_sheet": _("no sheet “{sheet}”").format(sheet=sheet),
        "unpacked": _("it unpacks to more than may be read"),
        "memory": _("it takes more than a table may take"),
        "encoding": _("neither UTF-8 nor GB 18030"),
        "characters": _("more text than may be read"),
        "rows": _("more than {most} rows").format(most=ROWS_MOST),
        "columns": _("more than {most} columns").format(most=COLUMNS_MOST),
    }[told["fault"]]
