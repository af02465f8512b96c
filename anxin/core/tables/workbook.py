"""An Excel table written row by row: the parts of its package, with no library and no object a cell."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, count
from pathlib import Path
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from anxin.core.tables.formulas import runs

WIDEST, LONGEST = 60, 32_767
"""So many letters wide a column gets at most, and so many a cell holds at most."""
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_REFERS = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MONEY, _QUOTED = ' s="1"', ' s="2"'


def _refers(*parts: tuple[str, str]) -> str:
    """Return what one part says of those it leads to."""
    rows = (
        f'<Relationship Id="r{at}" Type="{_REFERS}/{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{"".join(rows)}</Relationships>'


PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": _refers(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": (
        f'<workbook {_MAIN} xmlns:r="{_REFERS}"><sheets><sheet name="Sheet" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": _refers(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
    "xl/styles.xml": (
        f'<styleSheet {_MAIN}><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="3"><xf/><xf numFmtId="4" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
"""All of a package but its one sheet; of the styles the second is money, the third a text that looks like a formula."""


def write(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write an Excel table whose texts are texts, whatever they begin with."""
    told, widths, letters = io.StringIO(), dict[int, int](), list[str]()
    for number, row in zip(count(1), chain([headers], rows)):
        told.write(f'<row r="{number}">')
        for place, value in enumerate(row):
            if place == len(letters):
                letters.append(_letters(place))
            told.write(_cell(f"{letters[place]}{number}", value))
            if (width := _width(value)) > widths.get(place, 0):
                widths[place] = width
        told.write("</row>")
    columns = "".join(_column(place, width) for place, width in sorted(widths.items()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in PARTS.items():
            package.writestr(name, _HEAD + part)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(f"{_HEAD}<worksheet {_MAIN}>{columns and f'<cols>{columns}</cols>'}<sheetData>".encode())
            told.seek(0)
            while some := told.read(1 << 20):
                stream.write(some.encode())
            stream.write(b"</sheetData></worksheet>")


def _cell(at: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f'<c r="{at}"{_MONEY if isinstance(value, Decimal) else ""}><v>{value}</v></c>'
    text = _ILLEGAL.sub("", str(value))[:LONGEST]
    style = _QUOTED if runs(text) else ""
    return f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _column(place: int, width: int) -> str:
    return f'<col min="{place + 1}" max="{place + 1}" width="{min(width + 2, WIDEST)}" customWidth="1"/>'


def _letters(place: int) -> str:
    """Return what a spreadsheet calls a column: A … Z, AA …"""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _width(value: object) -> int:
    """Return how many letters a cell shows; a Chinese one takes two."""
    text = f"{value:,.2f}" if isinstance(value, Decimal) else "" if value is None else str(value)[:WIDEST]
    return len(text) if text.isascii() else sum(1 + (east_asian_width(letter) in "WF") for letter in text)
