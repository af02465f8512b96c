"""Devices by serial and customers with their basis, from files."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.imports import ImportReport
from anxin.core.imports.models import ImportLine
from anxin.demo import ground
from anxin.domain.goods.models import Device
from anxin.domain.goods.queries import labelled
from anxin.domain.people import queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Consent
from anxin.domain.places.models import Place

pytestmark = pytest.mark.django_db
naming = import_module("anxin.core.migrations.0040_import_lines_of_persons")
forgetting = import_module("anxin.domain.people.migrations.0028_imported_and_erased")
DEVICES = "型号,SN码,购买日期,客户姓名,手机号"
CUSTOMERS = "客户姓名,手机号,地址,处理依据,合同名称,签署日期"
CHEN = "陈一一,13900001001"
HERE = "四川省成都市武侯区人民南路四段11号1室"


def brought(table: str, path: Path, *lines: str, now: datetime) -> ImportReport:
    ground.lay(now=now)
    file = path / f"{table}.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    known = imports.table(table)
    sheet = tables.read(known.columns, file)
    return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))


def undone(report: ImportReport, now: datetime) -> int:
    batch = report.batch
    assert batch is not None
    return acting(lambda: imports.undo(batch, by=SYSTEM, now=now))


class TestDevices:
    def test_come_with_owner_and_day_twice_the_same_and_go_again(self, now: datetime, tmp_path: Path) -> None:
        rows = (DEVICES, f"S3,hy3-0001,2025/3/1,{CHEN}", "S3,HY3-0002,,,")
        report = brought("devices", tmp_path, *rows, now=now)
        assert [one.reasons for one in report.refused] == []
        first = Device.objects.select_related("owner").get(serial="HY3-0001")
        assert first.owner is not None
        assert (first.bought_date.isoformat(), first.owner.name_masked) == ("2025-03-01", "陈**")
        assert brought("devices", tmp_path, *rows, now=now).count("same") == 2

        undone(report, now)

        assert not Device.objects.filter(serial__startswith="HY3-000").exists()
        assert not queries.known_by_phone("13900001001")

    def test_change_hands_by_a_later_file_and_a_phone_is_somebody_s(self, now: datetime, tmp_path: Path) -> None:
        brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{CHEN}", now=now)
        changed = brought("devices", tmp_path, DEVICES, "S3,HY3-0001,2025-03-01,王二,13900001002", now=now)
        assert changed.count("changed") == 1
        assert Device.objects.get(serial="HY3-0001").owner.name_masked == "王*"  # type: ignore[union-attr]
        refused = brought("devices", tmp_path, DEVICES, "S3,HY3-0003,,,13900001002", now=now)
        assert [list(one.reasons) for one in refused.refused] == [["name"]]


LABELLED = "型号,SN码,购买日期,标签"
LABEL, OTHER = "abcdefgh2345", "abcdefgh2346"


class TestPrintedLabels:
    def test_come_along_stay_where_a_cell_is_empty_and_go_as_they_came(self, now: datetime, tmp_path: Path) -> None:
        first = brought("devices", tmp_path, LABELLED, "S3,HY3-0001,,", now=now)
        came = brought("devices", tmp_path, LABELLED, f"S3,HY3-0001,,{LABEL.upper()}", now=now)
        assert (first.count("new"), came.count("changed")) == (1, 1)
        assert labelled(LABEL).serial == "HY3-0001"
        assert brought("devices", tmp_path, LABELLED, "S3,HY3-0001,,", now=now).count("same") == 1
        dated = brought("devices", tmp_path, LABELLED, "S3,HY3-0001,2025-03-01,", now=now)
        assert dated.count("changed") == 1
        undone(dated, now)
        assert labelled(LABEL).bought_date is None

        undone(came, now)

        assert Device.objects.get(serial="HY3-0001").label == ""

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ((f"S3,HY3-0001,,{OTHER}",), "这台设备的标签是另一个"),
            ((f"S3,HY3-0002,,{LABEL}",), "另一台设备用着这个标签"),
            ((f"S3,HY3-0002,,{OTHER}", f"S3,HY3-0003,,{OTHER}"), "和第 2 行一样"),
            (("S3,HY3-0002,,0123",), "12 个字符"),
        ],
        ids=["another one stands", "on another device", "twice in a file", "no label"],
    )
    def test_that_would_take_another_s_place_are_refused_at_their_cell(
        self, rows: tuple[str, ...], why: str, now: datetime, tmp_path: Path
    ) -> None:
        brought("devices", tmp_path, LABELLED, f"S3,HY3-0001,,{LABEL}", now=now)
        report = brought("devices", tmp_path, LABELLED, *rows, now=now)
        (refused,) = report.refused
        assert (list(refused.reasons), why in refused.reasons["label"]) == (["label"], True), refused.reasons
        assert labelled(LABEL).serial == "HY3-0001"


class TestCustomers:
    def test_are_known_with_their_basis_and_take_a_consent_back_but_no_contract(
        self, now: datetime, tmp_path: Path
    ) -> None:
        rows = (
            CUSTOMERS,
            f"{CHEN},{HERE},个人同意,会员章程2025,2025-03-01",
            "王二,13900001002,,保修,购机合同,2024-05-01",
        )
        report = brought("customers", tmp_path, *rows, now=now)
        assert [one.reasons for one in report.refused] == []
        assert brought("customers", tmp_path, *rows, now=now).count("same") == 2
        found = {one.basis: one for one in Consent.objects.filter(purpose="customer").select_related("person")}
        assert (found["consent"].version, found["contract"].version) == ("会员章程2025", "购机合同")

        for one in found.values():
            himself = Actor(kind="customer_phone", id=str(one.person_id), roles=frozenset({"customer"}))
            acting(
                lambda one=one, by=himself: personal_data.withdraw_consent(  # type: ignore[misc]
                    person=one.person, purpose="customer", by=by, now=now
                )
            )

        assert {one.basis: one.withdrawn_at for one in Consent.objects.filter(purpose="customer")} == {
            "consent": now,
            "contract": None,
        }

    def test_go_again_with_their_address_unless_a_case_names_them(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        places = Place.objects.count()
        report = brought("customers", tmp_path, CUSTOMERS, f"{CHEN},{HERE},合同,购机合同,2025-03-01", now=now)
        assert queries.known_by_phone("13900001001")
        undone(report, now)
        assert not queries.known_by_phone("13900001001")
        assert Place.objects.count() == places

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (f"{CHEN},,合同,购机合同,2027-03-01", "since"),
            (f"{CHEN},,我觉得可以,购机合同,2025-03-01", "basis"),
            (f"{CHEN},,合同,,2025-03-01", "document"),
            (f"{CHEN},火星,合同,购机合同,2025-03-01", "address"),
        ],
    )
    def test_are_refused_by_their_cell(self, row: str, column: str, now: datetime, tmp_path: Path) -> None:
        report = brought("customers", tmp_path, CUSTOMERS, row, now=now)
        assert [list(one.reasons) for one in report.refused] == [[column]]


class TestErased:
    def test_stand_in_no_row_of_a_file_any_more_and_such_a_row_is_not_taken_back(
        self, now: datetime, tmp_path: Path
    ) -> None:
        both = (f"{CHEN},{HERE},合同,购机合同,2025-03-01", f"王二,13900001001,{HERE},合同,购机合同,2025-03-01")
        customers = brought("customers", tmp_path, CUSTOMERS, *both, now=now).batch
        brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{CHEN}", now=now)
        lines = ImportLine.objects.order_by("batch__table", "number")
        assert [one.key for one in lines.filter(batch=customers)] == [{}, {}], "it is in the sealed values only"
        for chen in [one for one in queries.known_by_phone("13900001001") if one.name_masked == "陈**"]:
            acting(lambda person=chen: personal_data.erase(person=person, by=SYSTEM, now=now))  # type: ignore[misc]
        assert [bool(one.content) for one in lines] == [False, True, False], "another of the same phone stays"
        assert customers is not None
        assert acting(lambda: imports.undo_rest(customers, by=SYSTEM, now=now)) == 1
        assert not queries.known_by_phone("13900001001")

    def test_before_the_upgrade_go_from_the_rows_of_files_with_it(self, now: datetime, tmp_path: Path) -> None:
        brought("customers", tmp_path, CUSTOMERS, f"{CHEN},{HERE},合同,购机合同,2025-03-01", now=now)
        brought("customers", tmp_path, CUSTOMERS, f"王二,13900001002,{HERE},合同,购机合同,2025-03-01", now=now)
        before = {one.pk: one.content for one in ImportLine.objects.all()}
        [chen] = queries.known_by_phone("13900001001")
        acting(lambda: personal_data.erase(person=chen, by=SYSTEM, now=now))
        for pk, content in before.items():
            ImportLine.objects.filter(pk=pk).update(content=content, phone_index="", key={"name": "陈一一"})
        editor = SimpleNamespace(connection=connection)
        naming.name_persons(apps, editor)
        forgetting.forget(apps, editor)
        lines = ImportLine.objects.order_by("batch__applied_at", "id")
        assert [(one.key, bool(one.content), bool(one.phone_index)) for one in lines] == [
            ({}, False, True),
            ({}, True, True),
        ]
