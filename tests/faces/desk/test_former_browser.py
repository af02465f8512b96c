"""A repair that came from another system: what stood there is read at the desk and by its customer."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.repairs.models import Repair
from tests.faces.conftest import DESK, Visitor
from tests.faces.customer.test_corrections import browser

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[object], Client]
HEAD = "品牌,旧单号,产品名称,当前状态,客户姓名,联系方式,服务地址,故障描述,报修日期,工号,预约日期,预约时段"
HERE = "四川省成都市武侯区人民南路四段11号"


def brought(path: Path, state: str, *, sent: str, now: datetime) -> Repair:
    file, known = path / "repairs.csv", imports.table("repairs")
    file.write_text(
        f"{HEAD}\n禾砚,GD2026-0917005,S3,{state},陈一一,13900001001,{HERE}2室,门打不开,2026-11-20,{sent}",
        encoding="utf-8",
    )
    sheet = tables.read(known.columns, file)
    report = acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now))
    assert report.count("new") == 1
    return Repair.objects.get(taken_over__old_number="GD2026-0917005")


@pytest.mark.parametrize(
    ("state", "sent"),
    [("已修好", "HY-CD-0318,2026-11-21,上午"), ("等配件", "HY-CD-0318,2026-11-21,上午"), ("待派单", ",,")],
)
def test_a_case_shows_what_the_former_system_knew_and_no_window_that_nobody_named(
    state: str, sent: str, sits: Sits, visitor: Callable[..., Visitor], live_now: datetime, tmp_path: Path
) -> None:
    agent = sits(cast.XIAO_CHEN)
    row = brought(tmp_path, state, sent=sent, now=live_now)

    desk = visitor(DESK).sits_down(agent)
    page = desk.goes(f"/desk/repairs/{row.number}/")
    desk.sees("2026年11月20日 报修")
    said = page.locator("#case").inner_text()
    if sent != ",,":
        assert "HY-CD-0318" in said
        assert "09:00-12:00" in said
        assert "希望" not in said
    else:
        assert "没说时间，先按" in said
    assert "在原系统里" in said
    desk.looks_over(f"former-{row.state}")

    customer = visitor().sits_down(browser(row.customer))
    page = customer.goes(f"/customer/repairs/{row.number}/")
    customer.sees("2026年11月20日 报修")
    said = page.locator("#case").inner_text()
    assert ("在找师傅" in said) == (state == "待派单")
    customer.looks_over(f"former-{row.state}-customer")
