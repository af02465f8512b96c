"""Whose data was deleted isn't found in what files said, by any name or phone he had, and no file brings him back."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.imports.models import ImportLine
from anxin.core.imports.queries import content_of
from anxin.core.imports.takebacks import ChangedSince
from anxin.domain.goods.models import Device, Purchase
from anxin.domain.goods.queries import buyer_links
from anxin.domain.people import queries
from anxin.domain.people.actions import corrections, personal_data
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.models import ErasureMark, Person
from anxin.domain.people.queries import actors
from tests.domain.goods.test_devices import CHEN, CUSTOMERS, DEVICES, HERE, brought, undone

pytestmark = pytest.mark.django_db
KNOWN = f"{CHEN},{HERE},合同,购机合同,2025-03-01"
ORDERS = "店铺,订单编号,行号,宝贝标题,宝贝总数量,买家实际支付金额,收货人姓名,联系手机,订单创建时间,订单状态"
ORDER = f"xiangyuan,R-1,1,赭红杯,1,100.00,{CHEN},2025-11-18,交易成功"


def said(*secrets: str) -> list[str]:
    """Return what of somebody stands in the rows of files."""
    rows = ImportLine.objects.exclude(content="")
    told = (json.dumps(content_of(one), ensure_ascii=False) for one in rows)
    return [one for one in told if any(each in one for each in secrets)]


def chen() -> Person:
    (found,) = [one for one in queries.known_by_phone("13900001001") if one.name_masked.startswith("陈")]
    return found


def erases_himself(person: Person, now: datetime) -> None:
    row = Person.objects.get(pk=person.pk)
    him = actors.actor_of_person(str(row.pk))
    acting(lambda: OWN_DATA.give("erasure", row=row, by=him, now=now, fields={}))


@pytest.mark.parametrize("corrected", ["phone", "name"])
def test_by_what_he_was_called_or_rung_before(now: datetime, tmp_path: Path, corrected: str) -> None:
    brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now)
    him = actors.actor_of_person(str(chen().pk))
    person, at = chen(), now + timedelta(hours=1)
    if corrected == "phone":
        acting(lambda: corrections.write_phone(persons=[person], phone="13900007777", by=him, now=at))
    else:
        acting(lambda: corrections.write_name(person=person, name="陈依依", by=him, now=at))
    erases_himself(person, now + timedelta(hours=2))
    assert said("陈一一", "13900001001") == []
    again = brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now + timedelta(days=2))
    assert (again.count("new"), [[*one.reasons] for one in again.refused]) == (0, [["since"]])


@pytest.mark.parametrize("written", ["陈一一女士", "陳一一", "陳 一一", "陳一一老師", "陈一一（家）"])
def test_however_his_name_is_written(now: datetime, tmp_path: Path, written: str) -> None:
    brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now)
    row = KNOWN.replace("陈一一", written)
    brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{written},13900001001", now=now)
    erases_himself(queries.known_by_phone("13900001001")[0], now + timedelta(hours=2))
    assert said("13900001001") == []
    assert brought("customers", tmp_path, CUSTOMERS, row, now=now + timedelta(days=2)).count("new") == 0


def test_in_whichever_characters_he_came(now: datetime, tmp_path: Path) -> None:
    traditional = KNOWN.replace("陈一一", "陳一一")
    brought("customers", tmp_path, CUSTOMERS, traditional, now=now)
    (person,) = queries.known_by_phone("13900001001")
    erases_himself(person, now + timedelta(hours=2))
    assert brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now + timedelta(days=2)).count("new") == 0
    ErasureMark.objects.all().delete()
    ErasureMark.objects.create(mark=vault.person_mark("13900001001", "陳一一"), erased_at=now + timedelta(hours=2))
    assert brought("customers", tmp_path, CUSTOMERS, traditional, now=now + timedelta(days=2)).count("new") == 0


def test_by_the_same_orders_file(now: datetime, tmp_path: Path) -> None:
    brought("purchases", tmp_path, ORDERS, ORDER, now=now)
    person = chen()
    acting(lambda: personal_data.wipe(person=person, by=SYSTEM, now=now + timedelta(hours=2), asked="x"))
    for day in (2, 3):
        again = brought("purchases", tmp_path, ORDERS, ORDER, now=now + timedelta(days=day))
        assert (again.count("same"), said("陈一一", "13900001001")) == (1, [])


@pytest.mark.parametrize("written", ["陈**", "陳＊＊", "陈一一 收", "陈先生", "**一", ""])
def test_nobody_comes_back_by_a_name_that_is_masked_addressed_or_left_out(
    now: datetime, tmp_path: Path, written: str
) -> None:
    brought("purchases", tmp_path, ORDERS, ORDER, now=now)
    erases_himself(chen(), now + timedelta(hours=2))
    row = ORDER.replace("R-1", "R-2").replace("陈一一", written)
    assert brought("purchases", tmp_path, ORDERS, row, now=now + timedelta(days=2)).refused == []
    assert Purchase.objects.get(order_key="R-2").buyer is None
    assert said("13900001001") == []


@pytest.mark.parametrize("written", ["吴**", "陈二", "王丰收"])
def test_who_shares_his_phone_by_another_name_comes_as_himself(now: datetime, tmp_path: Path, written: str) -> None:
    brought("purchases", tmp_path, ORDERS, ORDER, now=now)
    erases_himself(chen(), now + timedelta(hours=2))
    row = ORDER.replace("R-1", "R-2").replace("陈一一", written)
    brought("purchases", tmp_path, ORDERS, row, now=now + timedelta(days=2))
    assert Purchase.objects.get(order_key="R-2").buyer is not None


@pytest.mark.parametrize(("bought", "name"), [("2025-11-18", ""), ("2026-11-23", ""), ("2026-11-26", "陈**")])
def test_another_order_of_before_names_no_buyer_until_he_proves_himself(
    now: datetime, tmp_path: Path, bought: str, name: str
) -> None:
    brought("purchases", tmp_path, ORDERS, ORDER, now=now)
    erases_himself(chen(), now + timedelta(hours=2))
    row = ORDER.replace("R-1", "R-2").replace("2025-11-18", bought)
    for day in (2, 3):
        again = brought("purchases", tmp_path, ORDERS, row, now=now + timedelta(days=day))
        assert again.refused == []
    order = Purchase.objects.select_related("buyer").get(order_key="R-2")
    assert (order.buyer.name_masked if order.buyer else "") == name
    assert buyer_links.is_wanted(order) == (not name), "its shop sends him a link"
    claim = "xiangyuan,R-2,T-9,退货退款,质量问题,待商家处理"
    head = "店铺,订单编号,原单号,售后类型,原因,状态"
    report = imports.dry_run(*of_claims(tmp_path, head, claim), now=now + timedelta(days=4))
    assert [[*one.reasons] for one in report.refused] == ([] if name else [["order"]])


def of_claims(path: Path, *lines: str) -> tuple[imports.ImportTable, tables.Sheet]:
    """Return the table of claims and a file of it."""
    file, known = path / "claims.csv", imports.table("claims")
    file.write_text("\n".join(lines), encoding="utf-8")
    return known, tables.read(known.columns, file)


def test_by_the_row_that_took_his_place_nor_is_that_taken_back(now: datetime, tmp_path: Path) -> None:
    brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{CHEN}", now=now)
    other = "S3,HY3-0001,2025-03-01,王二,13900001002"
    brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now)
    second = brought("devices", tmp_path, DEVICES, other, now=now + timedelta(hours=1))
    for one in queries.known_by_phone("13900001001"):
        acting(lambda one=one: personal_data.wipe(person=one, by=SYSTEM, now=now + timedelta(hours=2), asked="x"))
    assert said("陈一一", "13900001001") == []
    with pytest.raises(ChangedSince):
        undone(second, now + timedelta(hours=3))
    owner = Device.objects.select_related("owner").get(serial="HY3-0001").owner
    assert owner is not None
    assert owner.name_masked == "王*"


@pytest.mark.parametrize(
    ("row", "name"), [(f"S3,HY3-0001,2025-03-02,{CHEN}", ""), ("S3,HY3-0001,2025-03-01,王二,13900001002", "王*")]
)
def test_the_device_he_owned_is_brought_without_him(now: datetime, tmp_path: Path, row: str, name: str) -> None:
    brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{CHEN}", now=now)
    erases_himself(chen(), now + timedelta(hours=2))
    again = brought("devices", tmp_path, DEVICES, row, now=now + timedelta(days=2))
    assert [one.reasons for one in again.refused] == []
    owner = Device.objects.select_related("owner").get(serial="HY3-0001").owner
    assert (owner.name_masked if owner else "") == name


def test_nothing_of_his_phone_stays_at_the_rows_that_are_emptied(now: datetime, tmp_path: Path) -> None:
    head = "品牌,工单号,产品型号,工单状态,客户姓名,联系电话,服务地址,故障描述"
    for number in ("13900001001", "WX-1"):
        row = f"heyan,{number},S3,已取消,陈一一,13900001001,四川省成都市武侯区人民南路四段11号1室,门打不开"
        assert brought("repairs", tmp_path, head, row, now=now).refused == []
    erases_himself(chen(), now + timedelta(hours=2))
    lines = ImportLine.objects.filter(batch__table="repairs").order_by("batch__applied_at", "id")
    assert [(one.content, one.phone_index, one.key.get("old_number")) for one in lines] == [
        ("", "", None),
        ("", "", "WX-1"),
    ]


def test_both_his_rows_go_whichever_he_came_in_by(now: datetime, tmp_path: Path) -> None:
    brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now)
    brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{CHEN}", now=now)
    rows = queries.known_by_phone("13900001001")
    erases_himself(rows[0], now + timedelta(hours=2))
    assert not Person.objects.filter(pk__in=[one.pk for one in rows], erased_at=None).exists()


@pytest.mark.parametrize(("bought", "name"), [("2025-03-01", ""), ("", ""), ("2026-11-26", "陈**")])
def test_a_device_of_before_does_not_bring_him_back(now: datetime, tmp_path: Path, bought: str, name: str) -> None:
    brought("customers", tmp_path, CUSTOMERS, KNOWN, now=now)
    erases_himself(chen(), now + timedelta(hours=2))
    row = f"S3,HY3-0001,{bought},{CHEN}"
    assert brought("devices", tmp_path, DEVICES, row, now=now + timedelta(days=9)).refused == []
    owner = Device.objects.select_related("owner").get(serial="HY3-0001").owner
    assert (owner.name_masked if owner else "") == name


def test_a_row_of_whose_data_was_deleted_leaves_the_device_with_whom_it_is_now(now: datetime, tmp_path: Path) -> None:
    his, hers = f"S3,HY3-0001,2025-03-01,{CHEN}", "S3,HY3-0001,2025-03-01,王二,13900001002"
    brought("devices", tmp_path, DEVICES, his, now=now)
    for one in queries.known_by_phone("13900001001"):
        erases_himself(one, now + timedelta(hours=1))
    brought("devices", tmp_path, DEVICES, hers, now=now + timedelta(hours=2))
    assert brought("devices", tmp_path, DEVICES, his, now=now + timedelta(hours=3)).count("changed") == 0
    owner = Device.objects.select_related("owner").get(serial="HY3-0001").owner
    assert owner is not None
    assert owner.name_masked == "王*"
