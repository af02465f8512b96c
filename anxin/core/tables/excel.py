"""Excel's library, which marks refused rows: the one module that knows it; whoever needs it loads it."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from anxin.core.tables.formulas import runs
from anxin.core.tables.reader import Row, Sheet

_FAULTY = PatternFill("solid", fgColor="FFF4CCCC")


def write_refused(path: Path, sheet: Sheet, refused: Sequence[Row]) -> Path:
    """Write FILE.refused.xlsx: the refused rows as they came, each faulty cell marked with its reason."""
    target = path.with_name(f"{path.stem}.refused.xlsx")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    titles = {place: name for name, place in sheet.places.items()}
    for place, header in enumerate([*sheet.headers, _("Row"), _("Reasons")], start=1):
        _put(page.cell(1, place), header)
    for line, row in enumerate(refused, start=2):
        for place, value in enumerate(row.cells):
            _put(page.cell(line, place + 1), value)
            if reason := row.reasons.get(titles.get(place, "")):
                page.cell(line, place + 1).comment = Comment(reason, "Anxin")
                page.cell(line, place + 1).fill = _FAULTY
        told = "; ".join(f"{_header(sheet, name)}: {reason}" for name, reason in row.reasons.items())
        _put(page.cell(line, len(sheet.headers) + 1), row.number)
        _put(page.cell(line, len(sheet.headers) + 2), told)
    book.save(target)
    return target


def _header(sheet: Sheet, name: str) -> str:
    return sheet.headers[sheet.places[name]] if name in sheet.places else name


def _put(cell: "Cell | object", value: object) -> None:
    if not isinstance(cell, Cell):
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = runs(value)
