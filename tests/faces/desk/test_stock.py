"""Stock on the pages: the desk sees all of it, an outlet its own, a brand its parts; each counts what it keeps."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.parts.models import Movement, Stock
from tests import builders
from tests.domain.parts.shelf import stocked
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
DESK, OUTLET, BRAND = "/desk/network/stock/", "/outlet/stock/", "/merchant/stock/"
ROWS = ("AX-CD-01,heyan,HY3-PCB-02,,1,2,9", "AX-DG-01,heyan,HY3-PCB-02,,7,,", "warehouse:heyan,heyan,HY3-BAT-01,,40,,")


class TestPages:
    def test_show_all_to_the_desk_its_own_to_an_outlet_and_its_parts_to_a_brand(
        self, sits: Sits, live_now: datetime, tmp_path: Path
    ) -> None:
        builders.ground.lay(now=live_now)
        stocked(tmp_path, *ROWS, now=live_now)
        page = flat(sits(cast.ADMIN).get(DESK))
        for said in (cast.OUTLET_WUHOU.name, cast.OUTLET_TANGXIA.name, "前面板主板", "40 对", "低于下限 2"):
            assert said in page, said
        for member in (cast.XIAO_KONG, cast.BOSS_HE):
            page = flat(sits(member).get(OUTLET))
            assert cast.OUTLET_WUHOU.name in page
            assert cast.OUTLET_TANGXIA.name not in page
        assert "AX-DG-01" in flat(sits(cast.HEYAN_OWNER).get(BRAND))
        assert "AX-DG-01" not in flat(sits(cast.QINGFENG_OWNER).get(BRAND))
        for stranger, path in ((cast.MASTER_LUO, OUTLET), (cast.LIN, DESK), (cast.XIAO_WU, BRAND)):
            assert sits(stranger).get(path).status_code == 403

    def test_are_narrowed_and_taken_away_as_a_file_in_the_columns_of_the_import(
        self, sits: Sits, live_now: datetime, tmp_path: Path
    ) -> None:
        builders.ground.lay(now=live_now)
        stocked(tmp_path, *ROWS, now=live_now)
        desk = sits(cast.ADMIN)
        for query, there in (("show=low", 1), ("q=BAT", 1), ("place=ax-dg-01", 1), ("brand=qingfeng", 0), ("", 3)):
            sheet = openpyxl.load_workbook(BytesIO(desk.get(f"/desk/network/stock.xlsx?{query}").content)).active
            assert sheet is not None
            assert sheet.max_row == there + 1, query
        assert [cell.value for cell in sheet[1]][:3] == ["存放处", "品牌", "配件编号"]

    def test_count_and_move_for_who_keeps_the_place(self, sits: Sits, live_now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=live_now)
        stocked(tmp_path, *ROWS, now=live_now)
        here = Stock.objects.get(place__outlet__code="AX-CD-01")
        kong, page = sits(cast.XIAO_KONG), f"{OUTLET}{here.pk}/"
        assert "月末盘点" in flat(kong.get(f"{page}?do=count"))
        for _pressed_twice in range(2):
            given = {"quantity": "3", "why": "找到两个", "once": "k-1"}
            assert kong.post(f"{page}count/", given).status_code == 302
        assert Movement.objects.filter(why="counted").count() == 1
        moved = kong.post(f"{page}move/", {"quantity": "1", "to": "van:HY-CD-0318", "once": "k-2"})
        assert moved.status_code == 302
        page = flat(kong.get(page))
        for said in ("找到两个", "+2", "-1", "罗师傅的随车", cast.XIAO_KONG.called):
            assert said in page, said
        other = Stock.objects.get(place__outlet__code="AX-DG-01")
        assert kong.get(f"{OUTLET}{other.pk}/").status_code == 404
        assert "盘点" not in flat(sits(cast.HEYAN_OWNER).get(f"{BRAND}{here.pk}/")).split("出入记录")[0]

    def test_say_what_cannot_be_moved(self, sits: Sits, live_now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=live_now)
        stocked(tmp_path, *ROWS, now=live_now)
        here = Stock.objects.get(place__outlet__code="AX-CD-01")
        desk, page = sits(cast.ADMIN), f"{DESK}{here.pk}/"
        for to, n, said in (
            ("AX-DG-01", "5", "那里只有 1"),
            ("nowhere", "1", "没有这个代码的网点"),
            ("AX-CD-01", "1", "本来就在"),
        ):
            answer = desk.post(f"{page}move/", {"quantity": n, "to": to, "once": f"k-{to}"})
            assert said in flat(answer), to
        assert Movement.objects.count() == 3


def test_the_case_says_which_part_went_in(sits: Sits, live_now: datetime) -> None:
    one = builders.a_repair(now=live_now, at="billed")
    page = flat(sits(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))
    assert "HY3PCB0001" in page
