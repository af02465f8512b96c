"""An Excel table as we write it, read by Excel's library."""

from decimal import Decimal
from pathlib import Path

import openpyxl

from anxin.core import tables


def test_an_excel_table_holds_numbers_money_and_texts_as_they_are(tmp_path: Path) -> None:
    row: list[object] = ['<张 & 伟> "x"', 3, 0.5, Decimal("-1234.50"), None, " a\x0bb\n", "长" * 40_000]
    tables.write_xlsx(tmp_path / "x.xlsx", [f"h{n}" for n in range(30)], [row])
    page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    told = [page.cell(2, n).value for n in range(1, 8)]
    assert told == ['<张 & 伟> "x"', 3, 0.5, -1234.5, None, " ab\n", "长" * 32_767]
    assert [page.cell(2, n).number_format for n in (2, 4)] == ["General", "#,##0.00"]
    assert page["AD1"].value == "h29"
    assert [page.column_dimensions[one].width for one in "ABDG"] == [15, 4, 11, 60]
