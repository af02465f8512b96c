import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import tables
from anxin.core.errors import Invalid
from anxin.core.tables import reader
from anxin.core.tables.reader import UNPACKED_MOST

COLUMNS = (
    tables.Column(name="name", title="姓名", required=True),
    tables.Column(name="phone", title="电话", also=("手机",)),
    tables.Column(name="price", title="价格", read=tables.fen),
    tables.Column(name="since", title="日期", read=tables.day),
    tables.Column(name="count", title="数量", read=tables.whole),
)
WRITTEN = st.text(st.characters(exclude_categories=["C"]), max_size=30).filter(
    lambda text: (
        not text.strip().startswith("'")  # '123 is how a shop keeps a number's digits from Excel
        and not set(text) & set(reader._WIDE)
    )  # of full width, which a code is read without
)
HEADERS = ["姓名", "手机", "价格", "日期", "数量"]


def an_excel(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path / "people.xlsx")
    return path / "people.xlsx"


def a_csv(path: Path, content: bytes) -> Path:
    (path / "people.csv").write_bytes(content)
    return path / "people.csv"


DAYS = ["2026-11-24", "2026/11/24", "2026年11月24日", "2026-11-24T08:00:00", "2026-11-24 23:59:59", "2026.11.24"]
DAYS += ["20261124", "46350", "46350.75", "2026/11/24 8:05"]


class TestRead:
    def test_reads_excel_as_a_person_reads_it(self, tmp_path: Path) -> None:
        row: list[object] = ["买买提·吐尔逊", 13800138000, 12.5, datetime(2026, 11, 24), "3"]
        (read,) = tables.read(COLUMNS, an_excel(tmp_path, list(HEADERS), row)).rows
        assert read.values == {
            "name": "买买提·吐尔逊",
            "phone": "13800138000",
            "price": 1250,
            "since": "2026-11-24",
            "count": 3,
        }
        assert not read.reasons

    @pytest.mark.parametrize("number", [4.20000234520261e27, 1234567890123450, 1.2345678901234568e17, -4.2e15])
    def test_refuses_a_number_that_excel_cut_short_by_its_column(self, tmp_path: Path, number: float) -> None:
        (row,) = tables.read(COLUMNS, an_excel(tmp_path, list(HEADERS), ["甲", number, 1, None, 1])).rows
        assert (set(row.reasons), row.values["name"]) == ({"phone"}, "甲")
        (kept,) = tables.read(COLUMNS, a_csv(tmp_path, "姓名,手机\n甲,4.20000234520261E+27".encode())).rows
        assert set(kept.reasons) == {"phone"}

    @pytest.mark.parametrize("number", [123456789012345.0, 123456789012345, "4200002345202611181234567890"])
    def test_reads_a_number_with_all_its_digits(self, tmp_path: Path, number: object) -> None:
        (row,) = tables.read(COLUMNS, an_excel(tmp_path, list(HEADERS), ["甲", number, 1, None, 1])).rows
        assert (row.reasons, row.values["phone"]) == ({}, str(number).removesuffix(".0"))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_reads_csv_in_the_usual_encodings_and_marks(self, tmp_path: Path, encoding: str, mark: str) -> None:
        content = "\r\n".join(mark.join(line) for line in (HEADERS, ["𠮷野", "010-87654321", "1", "2026/1/2", "0"]))
        (row,) = tables.read(COLUMNS, a_csv(tmp_path, content.encode(encoding))).rows
        assert (row.values["name"], row.values["since"]) == ("𠮷野", "2026-01-02")

    def test_gives_every_cell_its_reason_and_the_row_its_number(self, tmp_path: Path) -> None:
        path = an_excel(tmp_path, list(HEADERS), [], ["", "1", "1.234", "2026-13-01", "x"])
        (row,) = tables.read(COLUMNS, path).rows
        assert set(row.reasons) == {"name", "price", "since", "count"}
        assert row.number == 3

    @pytest.mark.parametrize("written", ["'13900001235", '="13900001235"', "'139 0000 1235"])
    def test_shows_and_reads_a_number_without_the_sign_that_keeps_its_digits(
        self, tmp_path: Path, written: str
    ) -> None:
        content = "姓名,电话\n张伟," + ('"' + written.replace('"', '""') + '"') + "\n"
        (row,) = tables.read(COLUMNS, a_csv(tmp_path, content.encode())).rows
        assert row.cells[1] == row.values["phone"]
        assert str(row.values["phone"]).replace(" ", "") == "13900001235"

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_knows_a_column_by_its_title_in_any_language(self, language: str) -> None:
        column = tables.Column(name="scan_identity", title=gettext_lazy("Scan: identity card"))  # type: ignore[arg-type]
        with override(language):
            assert column.among(["行", "扫描件：身份证"]) == "扫描件：身份证"
            assert column.among(["Row", "Scan: identity card"]) == "Scan: identity card"

    def test_asks_what_the_same_words_of_a_column_say_only_once(self, tmp_path: Path) -> None:
        asked: list[str] = []

        def read(written: str) -> str:
            asked.append(written)
            if written == "nobody":
                raise ValueError("nobody is called so")
            return written.upper()

        path = tmp_path / "rows.csv"
        path.write_text("who\nann\nnobody\nann\nnobody\nbob\n")
        who = tables.Column(name="who", title="who", read=read, required=True)

        rows = tables.read([who], path).rows

        assert [row.values.get("who") for row in rows] == ["ANN", None, "ANN", None, "BOB"]
        assert [bool(row.reasons) for row in rows] == [False, True, False, True, False]
        assert asked == ["ann", "nobody", "bob"]

    def test_takes_a_list_of_nothing_for_an_empty_cell_and_no_column_without_a_header(self, tmp_path: Path) -> None:
        who = tables.Column(name="who", title="who", read=tables.list_of(str), required=True)
        note = tables.Column(name="note", title="note")
        (row,) = tables.read([who, note], a_csv(tmp_path, 'who,,x\n",,，",y,z\n'.encode())).rows
        assert ("who" in row.reasons, "note" in row.values) == (True, False)

    def test_follows_a_column_map(self, tmp_path: Path) -> None:
        (tmp_path / "m.toml").write_text('header_row = 2\n[columns]\nname = "称呼"\n[constants]\nprice = "9.90"\n')
        mapping = tables.read_mapping(tmp_path / "m.toml")
        path = an_excel(tmp_path, ["a title"], ["称呼"], ["张伟"])
        (row,) = tables.read(COLUMNS, path, mapping=mapping).rows
        assert row.values == {"name": "张伟", "price": 990}

    @pytest.mark.parametrize("content", ["colums = 1", "[columns]\nnme = 'x'", "not toml", "header_row = 'x'"])
    def test_names_what_is_wrong_in_a_map(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "m.toml").write_text(content)
        path = an_excel(tmp_path, list(HEADERS))
        with pytest.raises(Invalid) as refused:
            tables.read(COLUMNS, path, mapping=tables.read_mapping(tmp_path / "m.toml"))
        assert refused.value.field == "map"

    @pytest.mark.parametrize("content", [b"", b"\x81\xff\xfe,1\n", b'\xe5\xa7\x93\xe5\x90\x8d\n"x"y\n'])
    def test_refuses_what_is_no_table(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(tables.UnreadableTable):
            tables.read(COLUMNS, a_csv(tmp_path, content))

    def test_refuses_a_missing_column_by_its_name(self, tmp_path: Path) -> None:
        with pytest.raises(tables.UnreadableTable) as refused:
            tables.read(COLUMNS, a_csv(tmp_path, "电话\n1\n".encode()))
        assert "姓名" in str(refused.value.facts["why"])

    def test_refuses_a_zip_that_is_no_excel_or_unpacks_too_far(self, tmp_path: Path) -> None:
        path = tmp_path / "x.xlsx"
        path.write_bytes(b"no zip")
        with pytest.raises(tables.UnreadableTable):
            tables.read(COLUMNS, path)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", bytes(UNPACKED_MOST + 1), compresslevel=1)
        with pytest.raises(tables.UnreadableTable, match="unreadable"):
            tables.read(COLUMNS, path)


class TestCells:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("12.50", 1250),
            ("¥1,234.5", 123450),
            ("0", 0),
            ("20000000", 2_000_000_000),
            ("￥１，２８０．００元", 128000),
        ],
    )
    def test_reads_yuan_as_fen(self, written: str, value: int) -> None:
        assert tables.fen(written) == value

    @pytest.mark.parametrize("written", ["1.234", "NaN", "Infinity", "1e400x", "9e999999", "一百", "-3", "20000000.01"])
    def test_refuses_other_amounts(self, written: str) -> None:
        with pytest.raises(ValueError, match=r"元|yuan"):
            tables.fen(written)

    @pytest.mark.parametrize("written", DAYS)
    def test_reads_days(self, written: str) -> None:
        assert tables.day(written) == date(2026, 11, 24).isoformat()

    @pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31", "9" * 20 + "-1-1", "99991231"])
    def test_refuses_days_of_no_year_anybody_means(self, written: str) -> None:
        with pytest.raises(ValueError, match=r"2026-11-24|2099-12-31"):
            tables.day(written)

    @pytest.mark.parametrize("written", ["2026-02-30", "2023.2.30", "２０２６年１１月３１日", "2026/13/1"])
    def test_says_that_there_is_no_such_day(self, written: str) -> None:
        with pytest.raises(ValueError, match="没有这一天"):
            tables.day(written)


class TestWrite:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "  =1",
            "＝1+1",
            "＋1",
            "－1+2",
            "＠SUM(A1)",
            "\u3000=1",
            "\xa0＝1",
            "\u200b=1",
            "−1+2",
            " \t=1",
        ],
    )
    def test_lets_no_spreadsheet_run_a_text(self, tmp_path: Path, text: str) -> None:
        stream = io.StringIO(newline="")
        tables.write_csv(stream, ["x"], [[text]])
        (cell,) = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))[1]
        assert cell == f"'{text}"
        tables.write_xlsx(tmp_path / "x.xlsx", ["x"], [[text]])
        written = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]["A2"]
        assert written.quotePrefix
        assert (written.data_type, written.value.strip("\r\n")) == ("s", text.replace("\r", "\n").strip("\r\n"))

    @pytest.mark.parametrize("text", ["-5", "+8613800138000", "张伟", "a=b", "-0.5"])
    def test_leaves_numbers_and_plain_texts_alone(self, text: str) -> None:
        assert tables.safe(text) == text

    def test_guards_words_that_are_told_late(self) -> None:
        stream = io.StringIO(newline="")
        tables.write_csv(stream, ["x"], [[gettext_lazy("=1+1")]])
        assert stream.getvalue() == "x\r\n'=1+1\r\n"

    # Each reading is a process of its own: one reads a table of many texts.
    @settings(max_examples=10)
    @given(texts=st.lists(WRITTEN, min_size=1, max_size=30))
    def test_reads_back_what_it_wrote(self, texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
        written = [text.strip() or "x" for text in texts]
        stream = io.StringIO(newline="")
        tables.write_csv(stream, ["姓名"], [[text] for text in written])
        path = a_csv(tmp_path_factory.mktemp("csv"), stream.getvalue().encode("utf-8-sig"))
        assert [row.values["name"] for row in tables.read(COLUMNS[:1], path).rows] == written


class TestOneOf:
    def test_reads_a_code_its_name_and_what_people_call_it(self) -> None:
        read = tables.one_of({"brand": "品牌方", "merchant": "商家"}, also={"brand": ("品牌", "厂家")})
        assert [read(one) for one in ("brand", "品牌方", "品牌", "厂家", "商家")] == ["brand"] * 4 + ["merchant"]
        with pytest.raises(ValueError, match="品牌方、商家"):
            read("店")


class TestMessyFiles:
    """What companies bring along: titles, hidden and several sheets, sums, letters of full width."""

    def book(self, path: Path, **sheets: list[list[object]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            page = book.create_sheet(name.strip("_"))
            page.sheet_state = "hidden" if name.startswith("_") else "visible"
            for row in rows:
                page.append(row)
        book.save(path / "messy.xlsx")
        return path / "messy.xlsx"

    def test_of_several_sheets_the_one_that_people_see_and_that_holds_a_table_is_read(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [["客户一览"], ["姓名", "手机", "价格"], ["Ａ１", "１３８", "3"]]
        path = self.book(tmp_path, 说明=[["请勿外传"]], _旧=[["姓名", "手机", "价格"], ["x", "1", "2"]], 客户=rows)
        (row,) = tables.read(COLUMNS, path).rows
        assert (row.number, row.values["name"], row.values["phone"]) == (3, "A1", "138")

    @pytest.mark.parametrize("rows", [[["姓名", "手机"], ["A", "1"]], [["姓名", "手机", "价格"]]])
    def test_a_note_before_a_small_or_empty_table_is_not_read_for_it(
        self, rows: list[list[object]], tmp_path: Path
    ) -> None:
        path = self.book(tmp_path, 说明=[["请勿外传"], ["先填姓名"]], 客户=rows)
        assert tables.headers_of(COLUMNS, path) == rows[0]

    def test_two_sheets_with_a_table_are_asked_about_by_name(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [["姓名", "手机", "价格"], ["A", "1", "2"]]
        with pytest.raises(tables.UnreadableTable, match="客户、师傅"):
            tables.read(COLUMNS, self.book(tmp_path, 客户=rows, 师傅=rows))

    def test_a_line_of_sums_is_called_one(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [["手机", "姓名", "价格"], ["1", "A", "2"], ["合计", None, "x"]]
        _row, sums = tables.read(COLUMNS, self.book(tmp_path, 客户=rows)).rows
        assert list(sums.reasons.values()) == ["这是合计行，不是一行数据：请删掉"]
