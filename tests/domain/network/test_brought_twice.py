"""One man has one badge number, and an address says its division once, however a file writes them."""

from datetime import datetime
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.imports import ImportReport
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import points
from tests.domain.network.brought_rows import Bring, bringer
from tests.domain.network.test_desk import OPERATOR, OWNER, somebody

pytestmark = pytest.mark.django_db
MEN = {
    "name": "钱二",
    "phone": "13800000667",
    "called": "",
    "works": "AX-CD-01:禾砚",
    "skills": "",
    "since": "2024-03-01",
}
SHOP = {
    "code": "AX-SH-9",
    "name": "闵行店",
    "division": "上海市闵行区",
    "phone": "021-00000188",
    "serves": "禾砚:上海市闵行区",
}


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Bring:
    return bringer(tmp_path, now)


def of_one(report: ImportReport) -> dict[str, str]:
    (row,) = report.refused
    return row.reasons


class TestSameMan:
    def test_under_two_numbers_of_one_file_is_asked_about_by_row_and_number(
        self, bring: Bring, tmp_path: Path, now: datetime
    ) -> None:
        path, head = tmp_path / "men.csv", ",".join(("number", *MEN))
        rows = [",".join((number, *MEN.values())) for number in ("HY-71", "HY-72", "HY-71")]
        path.write_text("\n".join((head, *rows)), encoding="utf-8")
        known = imports.table("technicians")
        told = imports.dry_run(known, tables.read(known.columns, path))
        first, second = told.refused
        assert (
            first.reasons["number"]
            == "和第 2 行的姓名、电话相同，那一行写的是 HY-71：一人一行，应为 HY-71，这里是 HY-72"
        )
        assert second.reasons["number"] == "和第 2 行一样"
        assert told.count("new") == 1

    def test_who_is_here_under_another_number_is_named_before_anything_is_written(self, bring: Bring) -> None:
        bring("technicians", OPERATOR, number="HY-71", **MEN)
        before = Technician.objects.count()
        with pytest.raises(imports.ImportRefused) as refused:
            bring("technicians", OPERATOR, number="HY-72", **MEN)
        why = of_one(refused.value.report)["number"]
        assert why == "同一姓名和电话已经在这里，工号 HY-71：一人一个工号，应为 HY-71，这里是 HY-72"
        with pytest.raises(imports.ImportRefused) as of_brand:
            bring("vouched_technicians", OWNER, number="HY-72")
        assert "HY-71" in of_one(of_brand.value.report)["number"], "he works for this brand"
        assert Technician.objects.count() == before

    def test_is_not_told_to_a_brand_that_has_nothing_to_do_with_him(self, bring: Bring) -> None:
        bring("technicians", OPERATOR, **{**MEN, "number": "QF-71", "works": "AX-CD-01:青枫"})
        with pytest.raises(imports.ImportRefused) as refused:
            bring("vouched_technicians", OWNER, number="HY-72")
        assert "QF-71" not in str(of_one(refused.value.report))

    def test_with_another_phone_is_somebody_else(self, bring: Bring) -> None:
        bring("technicians", OPERATOR, number="HY-71", **MEN)
        bring("technicians", OPERATOR, number="HY-72", **{**MEN, "phone": "13800000668"})
        assert Technician.objects.filter(number__in=("HY-71", "HY-72")).count() == 2


class TestStreet:
    @pytest.mark.parametrize(
        "written", ["上海市闵行区莘朱路1号", "上海市闵行区上海市闵行区莘朱路1号", "闵行区莘朱路1号", "莘朱路1号"]
    )
    def test_is_kept_and_shown_without_the_division_before_it(self, written: str, bring: Bring) -> None:
        assert bring("outlets", OPERATOR, **SHOP, street=written).count("new") == 1
        row = Outlet.objects.get(code="AX-SH-9")
        assert (row.street, points.address_of(row)) == ("莘朱路1号", "上海市闵行区莘朱路1号")
        assert bring("outlets", OPERATOR, **SHOP, street=written).count("same") == 1

    def test_that_an_earlier_version_kept_doubled_is_shown_once_and_asks_no_brand_anew(self, bring: Bring) -> None:
        bring("outlets", OPERATOR, **SHOP, street="莘朱路1号")
        doubled = "上海市闵行区莘朱路1号"
        Outlet.objects.filter(code="AX-SH-9").update(street=doubled)
        row = Outlet.objects.get(code="AX-SH-9")
        assert points.address_of(row) == doubled
        assert bring("outlets", OPERATOR, **SHOP, street=doubled).count("same") == 1

    def test_taken_back_goes_with_its_file(self, bring: Bring, now: datetime) -> None:
        batch = bring("outlets", OPERATOR, **SHOP, street="上海市闵行区莘朱路1号").batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=somebody(*OPERATOR), now=now))
        assert not Outlet.objects.filter(code="AX-SH-9").exists()
