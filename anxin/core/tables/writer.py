"""Write tables for people: what looks like a formula stays a text; refused rows carry a reason per cell."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import TextIO

from anxin.core.tables import workbook
from anxin.core.tables.formulas import runs
from anxin.core.tables.reader import Row, Sheet

NUMBERS = (int, float, Decimal, NoneType)


def safe(text: str) -> str:
    """Put an apostrophe in front of a text a spreadsheet would run; numbers stay numbers."""
    if not runs(text):
        return text
    try:
        float(text.lstrip(" "))
    except ValueError:
        return f"'{text}"
    return text


def write_csv(stream: TextIO, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV that Excel opens without running it; give the stream `newline=""` and utf-8-sig."""
    writer = csv.writer(stream)
    writer.writerow([safe(header) for header in headers])
    writer.writerows([cell if isinstance(cell, NUMBERS) else safe(str(cell)) for cell in row] for row in rows)


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write an Excel table whose texts are texts, whatever they begin with."""
    workbook.write(path, headers, rows)


def write_refused(path: Path, sheet: Sheet, refused: Sequence[Row]) -> Path:
    """Write FILE.refused.xlsx: the refused rows as they came, each faulty cell marked with its reason."""
    from anxin.core.tables.excel import write_refused as written  # noqa: PLC0415 - as in reading

    return written(path, sheet, refused)
