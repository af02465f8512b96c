"""What a file would replace is read before it is written: old and new, promised windows, who it leaves out."""

from datetime import datetime
from pathlib import Path

import pytest

from anxin.core import imports, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports import Summary
from anxin.core.tables import Values
from anxin.demo import cast, ground
from anxin.domain.network.models import Outlet, Technician
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"operator"}), via="page")
LUO: Values = {"number": cast.MASTER_LUO.number}
NIGHTS = "1-7 0:00-1:00"


def a_sheet(folder: Path, name: str, key: Values, **cells: str) -> tables.Sheet:
    """Write the row of a key as it stands, but for these cells."""
    known, path = imports.table(name), folder / f"{name}.csv"
    held = known.find(key)
    assert held is not None
    row = {**held, **cells}
    path.write_text("\n".join((",".join(row), ",".join(f'"{"" if cell is None else cell}"' for cell in row.values()))))
    return tables.read(known.columns, path)


def seen(folder: Path, now: datetime, name: str = "technicians", key: Values = LUO, **cells: str) -> Summary:
    known, sheet = imports.table(name), a_sheet(folder, name, key, **cells)
    return imports.summary(known, sheet, imports.dry_run(known, sheet), now=now)


class TestPreview:
    def test_names_old_and_new_hours_and_the_window_they_free_and_as_many_are_freed(
        self, tmp_path: Path, now: datetime
    ) -> None:
        walked = builders.a_repair(now=now, at="booked")
        told = seen(tmp_path, walked.now, hours=NIGHTS)
        (change,) = told.changes
        (cell,) = change.cells
        assert (change.key, cell.column, cell.after) == (cast.MASTER_LUO.number, "hours", "1234567 00:00-01:00")
        assert (cell.before != cell.after, told.freed, change.freed) == (True, 1, 1)
        sheet = a_sheet(tmp_path, "technicians", LUO, hours=NIGHTS)
        acting(lambda: imports.apply(imports.table("technicians"), sheet, by=KEEPER, now=walked.now))
        assert walked.visit.state == "open"

    def test_frees_a_window_by_a_skill_that_ends_or_an_outlet_he_leaves_and_by_nothing_else(
        self, tmp_path: Path, now: datetime
    ) -> None:
        walked = builders.a_repair(now=now, at="booked")
        held = imports.table("technicians").find(LUO)
        assert held is not None
        needed = walked.visit.skill
        skills = str(held["skills"]).split(", ")
        others = ", ".join(one for one in skills if not one.startswith(f"{needed}:"))
        told = seen(tmp_path, walked.now, skills=others)
        assert (told.freed, [cell.after for one in told.changes for cell in one.cells]) == (1, [""])
        spent = ", ".join(f"{needed}:1::2020-01-01" if one.startswith(f"{needed}:") else one for one in skills)
        assert seen(tmp_path, walked.now, skills=spent).freed == 1
        elsewhere = Outlet.objects.exclude(code=walked.visit.outlet.code).values_list("code", flat=True)[0]
        brand = walked.visit.brand.slug
        assert seen(tmp_path, walked.now, works=f"{elsewhere}:{brand}").freed == 1
        assert seen(tmp_path, walked.now, called="罗师").freed == 0
        assert seen(tmp_path, walked.now, hours=f"{held['hours']}").changes == ()

    def test_shows_nothing_of_personal_data_that_stands_here(self, tmp_path: Path, now: datetime) -> None:
        ground.lay(now=now)
        told = seen(tmp_path, now, phone="13800009999")
        assert [(one.column, one.shown, one.before) for one in told.changes[0].cells] == [("phone", False, "")]

    def test_lists_who_works_where_the_file_names_others_with_the_words_for_him(
        self, tmp_path: Path, now: datetime
    ) -> None:
        ground.lay(now=now)
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        houses = luo.engagements.filter(to_at=None).values_list("outlet__code", "brand__slug")
        others = {
            one.number
            for outlet, brand in houses
            for one in Technician.objects.filter(
                engagements__in=Outlet.objects.get(code=outlet).engagements.filter(to_at=None, brand__slug=brand)
            )
        } - {luo.number}
        told = seen(tmp_path, now)
        assert {one.key for one in told.first_left_out} == others
        assert told.left_out == len(others) > 0
        assert all(one.words for one in told.first_left_out)

    def test_reads_the_same_after_a_worker_wrote_it_down(self, tmp_path: Path, now: datetime) -> None:
        ground.lay(now=now)
        told = seen(tmp_path, now, hours=NIGHTS)
        run = imports.ImportRun(table="technicians")
        run.summary_sealed = imports.summaries.sealed(run, told)
        assert imports.summary_of(run) == told


class TestCounties:
    def test_that_a_file_leaves_out_end_and_the_outlet_s_history_says_which(
        self, tmp_path: Path, now: datetime
    ) -> None:
        ground.lay(now=now)
        outlet = next(one for one in Outlet.objects.order_by("code") if one.territories.filter(to_at=None).count() > 1)
        held = imports.table("outlets").find({"code": outlet.code})
        assert held is not None
        serves = str(held["serves"]).split(", ")
        told = seen(tmp_path, now, "outlets", {"code": outlet.code}, serves=", ".join(serves[1:]))
        (cell,) = told.changes[0].cells
        assert (cell.column, cell.after, bool(cell.before)) == ("serves", "", True)
        sheet = a_sheet(tmp_path, "outlets", {"code": outlet.code}, serves=", ".join(serves[1:]))
        acting(lambda: imports.apply(imports.table("outlets"), sheet, by=KEEPER, now=now))
        (fact,) = timeline.facts_of(outlet.stream(), code="network.covered")
        assert (fact.facts["begun"], fact.facts["ended"]) == (0, 1)


class TestStart:
    def test_that_a_file_of_before_moves_back_is_shown_as_old_and_new_and_written_as_it_was_shown(
        self, tmp_path: Path, now: datetime
    ) -> None:
        ground.lay(now=now)
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        there = Outlet.objects.get(code="AX-DG-01")
        moved = {"works": f"{there.code}:{cast.HEYAN.slug}"}
        first = {"lng": repr(luo.lng), "lat": repr(luo.lat), **moved}
        told = seen(tmp_path, now, **moved)
        assert self._starts(told)[0].endswith(there.code)
        acting(lambda: imports.apply(imports.table("technicians"), self._sheet(tmp_path, first), by=KEEPER, now=now))
        luo.refresh_from_db()
        assert (luo.lng, luo.lat) == (there.lng, there.lat)

        again = seen(tmp_path, now, **first)
        ((before, after),) = [(one.before, one.after) for one in again.changes[0].cells if one.column == imports.START]
        assert before.endswith(there.code)
        assert "km" in after
        assert (again.starts, again.first_starts) == (1, (luo.number,))
        assert not any(repr(luo.lng) in f"{one.before}{one.after}" for one in again.changes[0].cells)

    @staticmethod
    def _starts(told: Summary) -> list[str]:
        return [one.after for one in told.changes[0].cells if one.column == imports.START]

    @staticmethod
    def _sheet(folder: Path, cells: dict[str, str]) -> tables.Sheet:
        return a_sheet(folder, "technicians", LUO, **cells)
