"""What a house writes out as files of an import, an empty house reads back: every kind, every row, every column."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from anxin.commands import as_import
from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.tables import Values
from anxin.domain.goods.models import Purchase
from anxin.domain.network.models import Technician
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from tests.domain.network.sheets import FILES, bring, reader

pytestmark = pytest.mark.django_db
MORE = {
    "outlets": (
        FILES["outlets"][0],
        ("SY-CD-01,拾雨成都店,成都市武侯区,长路 1 号,028-00000111,拾雨:成都市除武侯区,40,,,是",),
    ),
    "devices": (
        "model,serial,bought,proof,name,phone,label",
        ("L1,ly-0001,2025-03-01,FP-1,陈一一,13900001001,abcdefgh2345", "L2,LY-0002,,,,,"),
    ),
    "customers": (
        "name,phone,address,basis,document,since",
        ("陈一一,13900001001,四川省成都市武侯区人民南路四段11号1室,合同,保养-1,2026-01-02",),
    ),
}
COMING = "拾雨,2026-12,2026-12-01,VISIT,上门费,fee,,35.50,"
SIGNED = ("hotlines", "vouched_outlets", "vouched_technicians")
AS_CSV = ("outlets", "prices", "customers")
PICTURED = ("portraits",)  # pictures leave with everything, not in a table
UNDER_WAY = ("repairs", "claims", "own_claims")
DAYS_AWAY = ("closures", "leaves")  # opened again they are over, and told of as such
OF_TECHNICIANS = ("employment_ends", "skills")  # leave in the file of technicians; ended, they are over
FOR_GOOD = ("bank_statement",)  # lines of a bank go nowhere else


def held(now: datetime) -> dict[str, list[Values]]:
    return {name: list(imports.held(imports.TABLES[name], on=now.date())) for name in FILES}


def test_every_kind_comes_back_into_an_empty_house_row_by_row(
    now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    later = now + timedelta(hours=1)
    for name, (header, rows) in MORE.items():
        monkeypatch.setitem(FILES, name, (header, rows, {}))
    assert set(FILES) == set(imports.TABLES) - {*SIGNED, *PICTURED, *UNDER_WAY, *DAYS_AWAY, *OF_TECHNICIANS, *FOR_GOOD}
    files = {name: tmp_path / f"out-{name}{'.csv' if name in AS_CSV else '.xlsx'}" for name in FILES}
    house = transaction.savepoint_create()
    read = reader(tmp_path, now=now)
    for name, (_header, rows, _faulty) in FILES.items():
        bring(read, name, *rows, now=now)
    bring(read, "prices", COMING, now=now)
    buyer = Purchase.objects.get().buyer
    assert buyer is not None
    acting(lambda: personal_data.erase(person=buyer, by=SYSTEM, now=now))
    before = held(now)
    for name, kept in before.items():
        known, file = imports.TABLES[name], files[name]
        assert as_import.lay(known, file, now=now) == len(kept)
        assert file.stat().st_mode & 0o077 == 0
    known, file = imports.TABLES["purchases"], files["purchases"]
    assert as_import.tried(known, file, wrote=2) == 0
    assert "2 rows, of which 2 are read back as they are here" in capsys.readouterr().out
    bare = Technician.objects.get(number="T-902")
    bare.shifts.all().delete()
    assert as_import.tried(imports.TABLES["technicians"], files["technicians"], wrote=2) == 1
    assert "row 3 is read back otherwise than it is here: hours" in capsys.readouterr().out
    transaction.savepoint_rollback(house)
    assert not any(held(now).values())
    assert {name: len(rows) for name, rows in before.items()} == {
        name: len(rows) + 2 * (name == "prices") for name, (_header, rows, _faulty) in FILES.items()
    }

    people.found_organisation(kind="operator", slug="operator", name="安心", now=later)
    for name in FILES:
        known = imports.TABLES[name]
        sheet = tables.read(known.columns, files[name])
        acting(lambda known=known, sheet=sheet: imports.apply(known, sheet, by=SYSTEM, now=later))

    assert held(now) == before
