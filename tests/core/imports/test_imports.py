from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from anxin.commands import import_files
from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.imports.models import ImportBatch, ImportLine
from anxin.core.phones import normalise
from anxin.core.rate_limits import Allowance

pytestmark = pytest.mark.django_db
CHEN = Actor(kind="staff", id="chen")
KEPT: dict[str, tables.Values] = {}


def read_phone(written: str) -> str:
    return normalise(written).number


def find(key: tables.Values) -> tables.Values | None:
    return KEPT.get(str(key["serial"]))


def keep(*, values: tables.Values, by: Actor, now: datetime) -> None:
    if values["name"] == "nobody":
        raise Invalid("name", expected="somebody")
    KEPT[str(values["serial"])] = dict(values)


def remove(*, key: tables.Values, by: Actor, now: datetime) -> None:
    del KEPT[str(key["serial"])]


def check(values: tables.Values) -> dict[str, str]:
    return {"price": "a gift has no price"} if values.get("gift") == "yes" and values.get("price") else {}


DEVICES = imports.ImportTable(
    name="gadgets",
    title="Devices",
    columns=(
        tables.Column(name="serial", title="序列号", required=True),
        tables.Column(name="name", title="姓名"),
        tables.Column(name="phone", title="电话", read=read_phone),
        tables.Column(name="price", title="价格", read=tables.fen),
        tables.Column(name="gift", title="赠品"),
    ),
    key=("serial",),
    find=find,
    apply=keep,
    remove=remove,
    check=check,
)
HEADERS = ["序列号", "姓名", "电话", "价格", "赠品"]


@pytest.fixture(autouse=True)
def _fresh_table() -> Iterator[None]:
    KEPT.clear()
    imports.declare(DEVICES)
    yield
    del imports.TABLES[DEVICES.name]


def a_sheet(path: Path, *rows: list[object]) -> tables.Sheet:
    book = openpyxl.Workbook()
    for row in [list[object](HEADERS), *rows]:
        book.worksheets[0].append(row)
    book.save(path / "devices.xlsx")
    return tables.read(DEVICES.columns, path / "devices.xlsx")


def apply(sheet: tables.Sheet, now: datetime, *, partial: bool = False) -> imports.ImportReport:
    return acting(lambda: imports.apply(DEVICES, sheet, by=CHEN, now=now, partial=partial))


LOCK: list[object] = ["SN-1", "张女士", "13800138000", "1299.00", ""]


class TestApply:
    def test_writes_new_rows_and_says_so(self, tmp_path: Path, now: datetime) -> None:
        report = apply(a_sheet(tmp_path, LOCK, ["SN-2"]), now)
        assert (report.count("new"), len(KEPT)) == (2, 2)
        assert KEPT["SN-1"]["price"] == 129900

    def test_changes_nothing_the_second_time(self, tmp_path: Path, now: datetime) -> None:
        sheet = a_sheet(tmp_path, LOCK, ["SN-2"])
        apply(sheet, now)
        before = {key: dict(values) for key, values in KEPT.items()}
        report = apply(sheet, now)
        assert (report.count("same"), report.batch) == (2, None)
        assert before == KEPT
        assert ImportBatch.objects.count() == 1

    def test_writes_nothing_where_a_row_is_refused(self, tmp_path: Path, now: datetime) -> None:
        with pytest.raises(imports.ImportRefused) as refused:
            apply(a_sheet(tmp_path, LOCK, ["SN-2", "", "", "x"]), now)
        assert refused.value.facts["refused"] == 1
        assert not KEPT
        assert not ImportBatch.objects.exists()

    def test_tells_what_the_app_refuses_only_while_writing(self, tmp_path: Path, now: datetime) -> None:
        sheet = a_sheet(tmp_path, LOCK, ["SN-2", "nobody"])
        with pytest.raises(imports.ImportRefused) as refused:
            apply(sheet, now)
        assert [row.reasons.keys() for row in refused.value.report.refused] == [{"name"}]
        KEPT.clear()
        report = apply(a_sheet(tmp_path, LOCK, ["SN-2", "nobody"]), now, partial=True)
        assert (report.count("new"), len(report.refused), list(KEPT)) == (1, 1, ["SN-1"])

    def test_writes_the_others_where_asked(self, tmp_path: Path, now: datetime) -> None:
        report = apply(a_sheet(tmp_path, LOCK, ["SN-2", "", "", "x"]), now, partial=True)
        assert (list(KEPT), len(report.refused)) == (["SN-1"], 1)

    def test_a_dry_run_says_the_same_and_writes_nothing(self, tmp_path: Path, now: datetime) -> None:
        KEPT["SN-1"] = {"serial": "SN-1", "name": "old", "phone": None, "price": 1, "gift": None}
        report = imports.dry_run(DEVICES, a_sheet(tmp_path, LOCK, ["SN-2"], ["SN-3", "", "x"]))
        assert [outcome.kind for outcome in report.outcomes] == ["changed", "new", "refused"]
        assert KEPT["SN-1"]["name"] == "old"

    def test_refuses_a_key_that_stands_twice_and_what_does_not_fit_together(self, tmp_path: Path) -> None:
        report = imports.dry_run(DEVICES, a_sheet(tmp_path, LOCK, LOCK, ["SN-3", "", "", 1, "yes"]))
        assert [set(row.reasons) for row in report.refused] == [{"serial"}, {"price"}]
        assert "2" in report.refused[0].reasons["serial"]

    def test_a_terminal_reads_file_row_and_column_of_what_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sheet, file = a_sheet(tmp_path, LOCK, ["SN-2", "", "", "x"]), tmp_path / "devices.xlsx"
        assert import_files.tell(imports.dry_run(DEVICES, sheet), sheet, file, wrote=False) == 1
        line = next(one for one in capsys.readouterr().out.splitlines() if one.startswith("devices.xlsx"))
        assert line.startswith("devices.xlsx row 3, 价格: ")
        assert line.endswith(", got 'x'")

    def test_keeps_no_plain_value_in_the_batch(self, tmp_path: Path, now: datetime) -> None:
        apply(a_sheet(tmp_path, LOCK), now)
        assert "张女士" not in ImportLine.objects.get().content

    def test_leaves_columns_alone_that_the_file_lacks(self, tmp_path: Path, now: datetime) -> None:
        apply(a_sheet(tmp_path, LOCK), now)
        (tmp_path / "p.csv").write_text("序列号,价格\nSN-1,5\n")
        apply(tables.read(DEVICES.columns, tmp_path / "p.csv"), now)
        assert (KEPT["SN-1"]["name"], KEPT["SN-1"]["price"]) == ("张女士", 500)


class TestUndo:
    def test_brings_back_exactly_what_was(self, tmp_path: Path, now: datetime) -> None:
        KEPT["SN-1"] = {"serial": "SN-1", "name": "old", "phone": None, "price": 1, "gift": None}
        KEPT["SN-9"] = {"serial": "SN-9", "name": "other", "phone": None, "price": None, "gift": None}
        before = {key: dict(values) for key, values in KEPT.items()}
        batch = apply(a_sheet(tmp_path, LOCK, ["SN-2"]), now).batch
        assert batch
        assert acting(lambda: imports.undo(batch, by=CHEN, now=now)) == 2
        assert before == KEPT

    def test_refuses_where_somebody_changed_a_row_since(self, tmp_path: Path, now: datetime) -> None:
        batch = apply(a_sheet(tmp_path, LOCK, ["SN-2"]), now).batch
        KEPT["SN-2"]["name"] = "changed"
        assert batch
        with pytest.raises(imports.ChangedSince) as refused:
            acting(lambda: imports.undo(batch, by=CHEN, now=now))
        assert refused.value.facts == {"rows": 1, "numbers": [3]}
        batch.refresh_from_db()
        assert batch.undone_at is None
        assert len(KEPT) == 2

    def test_is_done_once(self, tmp_path: Path, now: datetime) -> None:
        batch = apply(a_sheet(tmp_path, LOCK), now).batch
        assert batch
        acting(lambda: imports.undo(batch, by=CHEN, now=now))
        with pytest.raises(WrongState):
            acting(lambda: imports.undo(batch, by=CHEN, now=now))


class TestManyRows:
    def test_ten_thousand_rows_with_a_hundred_faults_give_a_hundred_reasons(
        self, tmp_path: Path, now: datetime
    ) -> None:
        rows: list[list[object]] = [[f"SN-{n}", "=HYPERLINK(1)", 13800000000 + n, "9.9", ""] for n in range(10_000)]
        for number in range(100):
            rows[number * 97][2 + number % 2] = "wrong"
        before = dict(KEPT)
        sheet = a_sheet(tmp_path, *rows)
        report = apply(sheet, now, partial=True)
        assert len(report.refused) == sum(len(row.reasons) for row in report.refused) == 100
        assert len(KEPT) == 9900

        path = tables.write_refused(tmp_path / "devices.xlsx", sheet, report.refused)
        page = openpyxl.load_workbook(path).worksheets[0]
        commented = [cell.coordinate for line in page.iter_rows() for cell in line if cell.comment]
        assert (path.name, page.max_row, len(commented)) == ("devices.refused.xlsx", 101, 100)
        assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]

        batch = report.batch
        assert batch
        assert acting(lambda: imports.undo(batch, by=CHEN, now=now)) == 9900
        assert before == KEPT
        assert not KEPT


class TestTwoAtOnce:
    def test_who_comes_second_is_told_to_try_again_and_nothing_is_half_written(
        self, tmp_path: Path, now: datetime
    ) -> None:
        Allowance.objects.create(name_hash="SN-1", unused_s=0)

        def too_late(*, values: tables.Values, **_row: object) -> None:
            Allowance.objects.create(name_hash=str(values["serial"]), unused_s=1)

        table, sheet = replace(DEVICES, apply=too_late), a_sheet(tmp_path, ["SN-2"], LOCK)
        with pytest.raises(imports.ImportRefused) as refused:
            acting(lambda: imports.apply(table, sheet, by=CHEN, now=now))
        assert [row.reasons.keys() for row in refused.value.report.refused] == [{"serial"}]
        assert [one.unused_s for one in Allowance.objects.all()] == [0]
        assert not ImportBatch.objects.exists()


class TestTable:
    def test_names_the_tables_there_are(self) -> None:
        with pytest.raises(imports.UnknownTable, match="gadgets"):
            imports.table("nothing")
