"""A file of customers says before it is written which rows it will refuse."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.keys import ring
from anxin.core.zone import SHANGHAI
from anxin.domain.people.actions import personal_data
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.models import ErasureMark, Person
from anxin.domain.people.queries import actors

pytestmark = pytest.mark.django_db
HEAD = "name,phone,address,basis,document,since"


def test_a_day_ahead_is_refused_by_the_preview_as_by_the_import(now: datetime, tmp_path: Path) -> None:
    file, ahead = tmp_path / "customers.csv", now + timedelta(days=2)
    rows = ("陈一一,13900001001,,合同,保养-1,2026-01-02", f"陈二二,13900001002,,合同,保养-2,{ahead:%Y-%m-%d}")
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    known = imports.table("customers")
    report = imports.dry_run(known, tables.read(known.columns, file), now=now)
    assert report.count("new") == 1
    assert [list(one.reasons) for one in report.refused] == [["since"]]


def brought(path: Path, since: str, *, now: datetime, phone: str = "13900001001") -> list[str]:
    """Bring one customer; give why he was refused."""
    file = path / "customers.csv"
    file.write_text(f"{HEAD}\n陈一一,{phone},,个人同意,会员章程,{since}", encoding="utf-8")
    known = imports.table("customers")
    report = acting(lambda: imports.apply(known, tables.read(known.columns, file), by=SYSTEM, now=now, partial=True))
    return [str(one.reasons["since"]) for one in report.refused]


def test_who_had_his_data_deleted_comes_back_on_a_later_basis_only(now: datetime, tmp_path: Path) -> None:
    assert not brought(tmp_path, "2025-03-01", now=now)
    person = Person.objects.get()
    him = actors.actor_of_person(str(person.pk))
    acting(lambda: OWN_DATA.give("erasure", row=person, by=him, now=now, fields={}))
    day, later = now.astimezone(SHANGHAI).date(), now + timedelta(days=3)

    for since in ("2025-03-01", day.isoformat()):
        assert brought(tmp_path, since, now=later) == [f"他已于 {day} 删除了自己的资料：应为这天之后的依据"]
    assert not Person.objects.filter(erased_at=None).exists()
    assert not brought(tmp_path, (day + timedelta(days=1)).isoformat(), now=later, phone="+86 139 0000 1001")

    assert not brought(tmp_path, "2025-03-01", now=later, phone="13900001002"), "somebody else of his name"
    assert Person.objects.filter(erased_at=None).count() == 2
    marks = ErasureMark.objects.values_list("mark", flat=True)
    assert len(marks) == 3
    assert not any(told in mark for mark in marks for told in ("陈一一", "13900001001"))


@pytest.fixture
def opened_keys() -> Iterator[None]:
    """Keys made here are forgotten after."""
    yield
    ring.forget()


@pytest.mark.usefixtures("opened_keys")
def test_a_mark_is_found_once_its_key_was_replaced(now: datetime, tmp_path: Path) -> None:
    brought(tmp_path, "2025-03-01", now=now)
    acting(lambda: personal_data.wipe(person=Person.objects.get(), by=SYSTEM, now=now, asked="1"))

    vault.rotate(now=now, index=True)

    assert brought(tmp_path, "2025-03-01", now=now + timedelta(days=1))


def test_who_took_his_consent_back_comes_back_on_a_later_one_only(now: datetime, tmp_path: Path) -> None:
    brought(tmp_path, "2025-03-01", now=now)
    person = Person.objects.get()
    acting(lambda: personal_data.take_back(person=person, purpose="customer", by=SYSTEM, now=now))
    assert Person.objects.get().erased_at

    assert brought(tmp_path, "2025-03-01", now=now + timedelta(days=1))
