"""Files of parts and of stock: what is refused and why, the same file twice, taken back, and out again."""

from datetime import datetime
from pathlib import Path

import pytest

from anxin.core import imports
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.parts import actions as parts
from anxin.domain.parts.models import Movement, Part, Stock
from tests import builders
from tests.domain.parts.shelf import PARTS, STOCK, brought, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ROW = "AX-CD-01,heyan,HY3-PCB-02,,5,2,9"


def why(tmp_path: Path, row: str, now: datetime) -> dict[str, str]:
    (refused,) = brought(tmp_path, "stock", STOCK, row, now=now).refused
    return {name: str(reason) for name, reason in refused.reasons.items()}


class TestStockFile:
    @pytest.mark.parametrize(
        ("row", "column"),
        [
            ("AX-XX-09,heyan,HY3-PCB-02,,5,,", "place"),
            ("van:T-0,heyan,HY3-PCB-02,,5,,", "place"),
            ("warehouse:nobody,heyan,HY3-PCB-02,,5,,", "place"),
            ("AX-CD-01,nobody,HY3-PCB-02,,5,,", "brand"),
            ("AX-CD-01,heyan,HY3-PCB-03,,5,,", "number"),
            ("AX-CD-01,heyan,HY3-PCB-02,门磁支架,5,,", "name"),
            ("AX-CD-01,heyan,HY3-PCB-02,,-1,,", "quantity"),
            ("AX-CD-01,heyan,HY3-PCB-02,,,,", "quantity"),
            ("AX-CD-01,heyan,HY3-PCB-02,,5,9,2", "min"),
        ],
    )
    def test_names_the_cell_that_is_wrong(self, row: str, column: str, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, now=now)
        assert list(why(tmp_path, row, now)) == [column]
        assert not Stock.objects.exists()

    def test_names_whose_part_a_number_is(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, now=now)
        said = why(tmp_path, "AX-CD-01,qingfeng,HY3-PCB-02,,5,,", now)
        assert cast.HEYAN.name in said["number"]

    def test_handed_in_twice_does_it_once_and_says_what_moved_since(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        (here,) = stocked(tmp_path, ROW, now=now)
        assert brought(tmp_path, "stock", STOCK, ROW, now=now).count("same") == 1
        assert Movement.objects.count() == 1
        acting(lambda: parts.count(stock=here, quantity=4, why="盘点", by=SYSTEM, now=now))
        assert "4" in why(tmp_path, ROW, now)["quantity"]
        levels = brought(tmp_path, "stock", STOCK, "AX-CD-01,heyan,HY3-PCB-02,,,3,", now=now)
        assert levels.count("changed") == 1
        here.refresh_from_db()
        assert (here.on_hand, here.least, here.most) == (4, 3, 9)

    def test_is_taken_back_while_nothing_moved(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, now=now)
        first = brought(tmp_path, "stock", STOCK, ROW, "warehouse:heyan,heyan,HY3-BAT-01,,7,,", now=now)
        more = brought(tmp_path, "stock", STOCK, "AX-CD-01,heyan,HY3-PCB-02,,8,,", now=now)
        assert first.batch
        assert more.batch
        for batch in (more.batch, first.batch):
            assert acting(lambda batch=batch: imports.undo(batch, by=SYSTEM, now=now))
        assert not Stock.objects.exists()
        assert sum(Movement.objects.values_list("quantity", flat=True)) == 0

    def test_once_used_says_so_where_it_is_taken_back(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, now=now)
        report = brought(tmp_path, "stock", STOCK, ROW, now=now)
        (here,) = Stock.objects.all()
        acting(lambda: parts.count(stock=here, quantity=4, why="盘点", by=SYSTEM, now=now))
        assert report.batch
        tried = imports.tried(report.batch, by=SYSTEM, now=now)
        assert tried.refused == 1


class TestPartsFile:
    def test_names_a_model_that_its_brand_does_not_sell(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        report = brought(tmp_path, "parts", PARTS, "heyan,X-1,件,lock,NO-SUCH,,", now=now)
        assert [list(one.reasons) for one in report.refused] == [["models"]]
        assert not Part.objects.exists()

    def test_is_not_taken_back_while_some_lie_somewhere(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        report = brought(tmp_path, "parts", PARTS, "heyan,HY3-PCB-02,前面板主板,lock,,,", now=now)
        brought(tmp_path, "stock", STOCK, ROW, now=now)
        assert report.batch
        assert imports.tried(report.batch, by=SYSTEM, now=now).refused == 1
