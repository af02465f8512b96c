"""A table file of a few kilobytes that asks for minutes and gigabytes is refused, with the reason, by a child."""

import io
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from anxin.core import child_processes, tables
from anxin.core.pictures import copies
from anxin.core.tables import reader
from tests.patience import until

HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def a_book(path: Path, sheet: str) -> Path:
    """Write an Excel file whose one sheet holds this XML."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, sheet if name.endswith("sheet1.xml") else content)
    return path


def cell(at: str, text: str = "x") -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def refused(path: Path, why: str) -> float:
    """Read a file that must be refused for this; give how long that took."""
    begun = time.monotonic()
    with pytest.raises(tables.UnreadableTable) as error:
        tables.read((), path)
    assert why in str(error.value.facts["why"])
    return time.monotonic() - begun


class TestSheet:
    @pytest.mark.parametrize("headed", [False, True], ids=["alone", "below a header"])
    def test_with_one_cell_in_the_last_corner_is_refused_at_once(self, tmp_path: Path, *, headed: bool) -> None:
        head = f'<row r="1">{cell("A1")}</row>' if headed else ""
        sheet = (
            f'{HEAD}<dimension ref="A1:B2"/><sheetData>{head}<row r="1048576">{cell("XFD1048576")}</row></sheetData>'
        )
        path = a_book(tmp_path / "corner.xlsx", sheet + "</worksheet>")

        assert path.stat().st_size < 8000
        assert refused(path, "256") < 30

    def test_that_says_it_reaches_the_last_corner_is_read_as_far_as_it_does(self, tmp_path: Path) -> None:
        rows = f'<row r="1">{cell("A1", "name")}</row><row r="3">{cell("A3", "lamp")}</row>'
        path = a_book(
            tmp_path / "liar.xlsx",
            f'{HEAD}<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>',
        )

        sheet = tables.read((), path)

        assert (sheet.headers, [(row.number, row.cells) for row in sheet.rows]) == (["name"], [(3, ["lamp"])])

    def test_whose_rows_are_long_and_empty_is_refused_at_once(self, tmp_path: Path) -> None:
        rows = "".join(f'<row r="{at}">{cell(f"A{at}")}<c r="XFD{at}"/></row>' for at in range(1, 2001))
        path = a_book(tmp_path / "empty.xlsx", f"{HEAD}<sheetData>{rows}</sheetData></worksheet>")

        assert path.stat().st_size < 64_000
        assert refused(path, "256") < 30

    def test_whose_row_has_a_number_beyond_any_sheet_is_refused_at_once(self, tmp_path: Path) -> None:
        rows = f'<row r="1">{cell("A1")}</row><row r="999999999999">{cell("A999999999999")}</row>'
        path = a_book(tmp_path / "gap.xlsx", f"{HEAD}<sheetData>{rows}</sheetData></worksheet>")

        assert refused(path, "行") < 30

    def test_of_too_many_rows_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "ROWS_MOST", 300)
        rows = "".join(f'<row r="{at}">{cell(f"A{at}")}</row>' for at in range(1, 400))

        refused(a_book(tmp_path / "long.xlsx", f"{HEAD}<sheetData>{rows}</sheetData></worksheet>"), "300")

    def test_that_unpacks_to_gigabytes_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "UNPACKED_MOST", 1 << 20)
        path = a_book(tmp_path / "packed.xlsx", f"{HEAD}{' ' * (2 << 20)}<sheetData/></worksheet>")

        refused(path, "解压")

    def test_that_takes_too_much_time_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "CPU_S", 1)
        path = a_book(tmp_path / "slow.xlsx", f"{HEAD}<sheetData>{'<row/>' * 3_000_000}</sheetData></worksheet>")

        refused(path, "超出")

    def test_that_takes_too_much_memory_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "MEMORY_MB", 48)
        (tmp_path / "wide.csv").write_text("x," * 4_000_000)

        refused(tmp_path / "wide.csv", "超出")

    def test_is_opened_by_a_few_at_once_and_others_are_asked_to_come_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "some.csv").write_text("a,b\n1,2\n")
        monkeypatch.setattr(child_processes, "WAIT_S", 0.01)

        with child_processes.turn("tables"), child_processes.turn("tables"), pytest.raises(child_processes.Later):
            tables.read((), tmp_path / "some.csv")

    def test_is_waited_for_by_a_few_alone_so_that_pages_have_threads(self, tmp_path: Path) -> None:
        (tmp_path / "some.csv").write_text("a,b\n1,2\n")
        with child_processes.turn("tables"), child_processes.turn("tables"):
            waiting = [threading.Thread(target=tables.read, args=((), tmp_path / "some.csv")) for _one in range(2)]
            for one in waiting:
                one.start()
            until(lambda: not child_processes._QUEUES["tables"]._value, "both to stand in the queue")
            begun = time.monotonic()
            with pytest.raises(child_processes.Later):
                tables.read((), tmp_path / "some.csv")
            assert time.monotonic() - begun < child_processes.WAIT_S / 2
        for one in waiting:
            one.join()

    def test_that_takes_long_holds_up_no_picture_and_no_picture_holds_up_a_table(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "some.csv").write_text("a,b\n1,2\n")
        drawn = io.BytesIO()
        Image.new("RGB", (8, 8)).save(drawn, "PNG")
        monkeypatch.setattr(child_processes, "WAIT_S", 0.01)

        with child_processes.turn("tables"), child_processes.turn("tables"):
            assert copies.decoded([drawn.getvalue()])
        with child_processes.turn("pictures"), child_processes.turn("pictures"), child_processes.turn("advice"):
            assert tables.read((), tmp_path / "some.csv").headers == ["a", "b"]

    @pytest.mark.soak
    def test_of_six_million_rows_is_refused_in_bounded_time(self, tmp_path: Path) -> None:
        rows = "".join(f'<row r="{at}">{cell(f"A{at}")}</row>' for at in range(1, 6_000_001))

        assert refused(a_book(tmp_path / "long.xlsx", f"{HEAD}<sheetData>{rows}</sheetData></worksheet>"), "") < 95
