"""A file of devices or products is read by the names its columns have in the how-to; no day of purchase is ahead."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.zone import SHANGHAI
from anxin.demo import ground
from anxin.domain.goods.models import Device, Product

pytestmark = pytest.mark.django_db


def bring(path: Path, name: str, head: str, row: str, *, now: datetime) -> imports.ImportReport:
    file, known = path / f"{name}.csv", imports.table(name)
    file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    return acting(lambda: imports.apply(known, tables.read(known.columns, file), by=SYSTEM, now=now))


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def test_a_device_that_was_bought_tomorrow_is_refused_on_its_day(tmp_path: Path, now: datetime) -> None:
    today = now.astimezone(SHANGHAI).date()
    head = "型号,序列号,购买日期,票据号"
    with pytest.raises(imports.ImportRefused) as refused:
        bring(tmp_path, "devices", head, f"S3,SN-77,{today + timedelta(days=1)},FP-1", now=now)
    (row,) = refused.value.report.refused
    assert row.reasons == {"bought": "这一天还没到：请写实际购买的日期，不知道就留空"}
    bring(tmp_path, "devices", head, f"S3,SN-77,{today},FP-1", now=now)
    assert Device.objects.get(serial="SN-77").proof == "FP-1"


def test_a_product_has_its_english_name_from_a_column_of_that_name(tmp_path: Path, now: datetime) -> None:
    head = "品牌,型号,名称,品类,所需技能,英文名"
    bring(tmp_path, "products", head, "禾砚,S9,禾砚 S9 智能锁,lock,lock,Heyan S9", now=now)
    assert Product.objects.get(code="S9").name_en == "Heyan S9"
