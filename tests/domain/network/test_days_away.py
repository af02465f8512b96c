"""A holiday for many outlets and technicians, brought in one file: once, and taken back."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.actions import outlets
from anxin.domain.network.models import Absence, Closure, Engagement, Outlet, Shift, Technician
from tests.domain.network.test_leave_of_one_employer import KEEPER, luo, shared

pytestmark = pytest.mark.django_db
SPRING = "2027-02-05,2027-02-11"


def sheet(tmp_path: Path, name: str, header: str, *rows: str) -> tables.Sheet:
    """Write a file of these rows and read it for a table."""
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    return tables.read(imports.table(name).columns, path)


def test_one_file_closes_many_outlets_once_says_what_clashes_and_opens_them_again(
    tmp_path: Path, now: datetime
) -> None:
    ground.lay(now=now)
    known, codes = imports.table("closures"), list(Outlet.objects.order_by("code").values_list("code", flat=True)[:3])
    file = sheet(tmp_path, "closures", "网点,from,to,原因", *(f"{one},{SPRING},春节" for one in codes))
    report = acting(lambda: imports.apply(known, file, by=SYSTEM, now=now))
    assert (report.count("new"), Closure.objects.filter(ended_at=None).count()) == (len(codes), len(codes))
    again = acting(lambda: imports.apply(known, file, by=SYSTEM, now=now))
    assert (again.count("same"), Closure.objects.count()) == (len(codes), len(codes))
    clash = sheet(
        tmp_path,
        "closures",
        "网点,from,to,原因",
        f"{codes[0]},2027-02-10,2027-02-12,盘点",
        f"{codes[0]},2027-02-20,2027-02-19,盘点",
        "XX,2027-02-20,2027-02-21,盘点",
    )
    refused = imports.dry_run(known, clash).refused
    assert [set(one.reasons) for one in refused] == [{"from"}, {"to"}, {"outlet"}]
    batch = report.batch
    assert batch is not None
    acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
    assert not Closure.objects.filter(ended_at=None).exists()


def test_a_closure_whose_last_year_is_mistyped_is_refused_by_form_and_by_file(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    outlet = Outlet.objects.order_by("code")[0]
    told = {"from_date": date(2026, 12, 5), "to_date": date(2027, 12, 5), "why": "盘点"}
    with pytest.raises(Invalid) as refused:
        acting(lambda: outlets.close(outlet=outlet, **told, by=SYSTEM, now=now))
    assert refused.value.field == "to_date"
    file = sheet(tmp_path, "closures", "网点,from,to,原因", f"{outlet.code},2026-12-05,2027-12-05,盘点")
    assert [set(one.reasons) for one in imports.dry_run(imports.table("closures"), file).refused] == [{"to"}]
    year = told | {"to_date": date(2027, 12, 4)}
    acting(lambda: outlets.close(outlet=outlet, **year, by=SYSTEM, now=now))


def test_one_file_gives_many_technicians_the_same_days_off(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    numbers = list(Technician.objects.order_by("number").values_list("number", flat=True)[:3])
    file = sheet(tmp_path, "leaves", "工号,from,to", *(f"{one},{SPRING}" for one in numbers))
    known = imports.table("leaves")
    for _again in range(2):
        acting(lambda: imports.apply(known, file, by=SYSTEM, now=datetime(2026, 11, 24, 4, tzinfo=UTC)))
    assert Absence.objects.filter(kind="leave", ended_at=None).count() == len(numbers)
    assert Shift.objects.filter(date=date(2027, 2, 8), technician__number__in=numbers).count() == len(numbers)


def test_a_file_gives_leave_from_one_employer_alone(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    other, number = shared(now), cast.MASTER_LUO.number
    days, known = "2026-12-08,2026-12-09", imports.table("leaves")
    rows = [f"{number},{days},{one}" for one in (other.code, "AX-CD-01")]
    file = sheet(tmp_path, "leaves", "工号,from,to,网点", *rows)
    report = acting(lambda: imports.apply(known, file, by=SYSTEM, now=now))
    assert (report.count("new"), report.refused) == (2, [])
    several = Absence.objects.values_list("employer", flat=True)
    assert set(several) == {other.organisation_id, Outlet.objects.get(code="AX-CD-01").organisation_id}
    again = acting(lambda: imports.apply(known, file, by=SYSTEM, now=now))
    assert (again.count("same"), Absence.objects.count()) == (2, 2)
    nowhere = sheet(tmp_path, "leaves", "工号,from,to,网点", f"{number},2026-12-20,2026-12-21,AX-BJ-01")
    assert [set(one.reasons) for one in imports.dry_run(known, nowhere).refused] == [{"outlet"}]
    batch = report.batch
    assert batch is not None
    acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
    assert not Absence.objects.filter(ended_at=None).exists()


def test_leave_from_one_employer_is_the_same_by_file_once_he_works_for_no_other(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    other, known = shared(now), imports.table("leaves")
    file = sheet(tmp_path, "leaves", "工号,from,to,网点", f"{luo().number},{SPRING},AX-CD-01")
    batch = acting(lambda: imports.apply(known, file, by=SYSTEM, now=now)).batch
    for one in Engagement.objects.filter(technician=luo(), to_at=None, outlet=other):
        acting(partial(network.release, engagement=one, by=KEEPER, now=now + timedelta(days=1)))
    again = acting(lambda: imports.apply(known, file, by=SYSTEM, now=now + timedelta(days=2)))
    assert (again.count("same"), Absence.objects.filter(ended_at=None).count()) == (1, 1)
    assert batch is not None
    acting(lambda: imports.undo(batch, by=SYSTEM, now=now + timedelta(days=3)))
    assert not Absence.objects.filter(ended_at=None).exists()
