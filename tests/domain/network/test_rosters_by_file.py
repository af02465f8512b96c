"""Hours and skills that a file changes: what follows on the page follows here, told and taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, outbox, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.tables import Values
from anxin.demo import cast, ground
from anxin.domain.network.models import Technician
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Visit
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"operator"}), via="page")
KEY: Values = {"number": cast.MASTER_LUO.number}
NIGHTS = "1-7 0:00-1:00"
type Bring = Callable[..., imports.ImportReport]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Bring Master Luo's row in as it stands, but for these cells."""

    def brought(now: datetime, **cells: str) -> imports.ImportReport:
        known, path = imports.table("technicians"), tmp_path / "technicians.csv"
        row = {**held(), **cells}
        path.write_text("\n".join((",".join(row), ",".join(f'"{cell or ""}"' for cell in row.values()))))
        sheet = tables.read(known.columns, path)
        return acting(lambda: imports.apply(known, sheet, by=KEEPER, now=now))

    return brought


def held() -> Values:
    found = imports.table("technicians").find(KEY)
    assert found is not None
    return found


def luo() -> Technician:
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def told(*codes: str) -> list[tuple[str, str]]:
    every = timeline.read(luo().stream(), opened=("why",))
    return [(one.code, one.private["why"].text if "why" in one.private else "") for one in every if one.code in codes]


def undo(report: imports.ImportReport, now: datetime) -> None:
    assert report.batch is not None
    batch = report.batch
    acting(lambda: imports.undo(batch, by=KEEPER, now=now))


def sent(visit: Visit, now: datetime) -> set[str]:
    return {one.technician.number for one in gateway.candidates(visit, now=now)}


class TestHours:
    def test_send_what_lies_outside_of_them_to_another_and_tell_who_had_a_window(
        self, bring: Bring, now: datetime
    ) -> None:
        walked = builders.a_repair(now=now, at="booked")
        before = held()
        report = bring(walked.now, hours=NIGHTS)
        assert (walked.visit.state, walked.visit.technician) == ("open", None)
        assert outbox.Message.objects.filter(template="notices.repair_another").count() == 1
        assert told("network.week_kept") == [("network.week_kept", "1234567 00:00-01:00")]
        assert bring(walked.now, hours=NIGHTS).batch is None
        undo(report, walked.now)
        assert held() == before
        assert [code for code, _why in told("network.week_kept")] == ["network.week_kept"] * 2

    def test_that_are_as_before_send_nothing_on_and_tell_nothing(self, bring: Bring, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        assert bring(walked.now, called="罗师").count("changed") == 1
        assert walked.visit.state == "booked"
        assert told("network.week_kept", "network.qualified", "network.skill_ended") == []


class TestSkills:
    def test_that_a_file_leaves_out_end_and_stay_in_the_record_until_it_is_taken_back(
        self, bring: Bring, now: datetime
    ) -> None:
        walked = builders.a_repair(now=now, at="triaged")
        before, able, needed = held(), sent(walked.visit, walked.now), walked.visit.skill
        kept = [one for one in str(before["skills"]).split(", ") if not one.startswith(f"{needed}:")]
        report = bring(walked.now, skills=", ".join(kept))
        assert sent(walked.visit, walked.now) == able - {cast.MASTER_LUO.number}
        gone = luo().skills.get(code=needed)
        assert (gone.ended_at, gone.until_date is None) == (walked.now, False)
        assert told("network.qualified", "network.skill_ended") == [
            ("network.skill_ended", "由导入表格（或撤回导入）改动")
        ]
        assert bring(walked.now, skills=", ".join(kept)).batch is None
        undo(report, walked.now)
        assert (held(), sent(walked.visit, walked.now)) == (before, able)
        assert [code for code, _why in told("network.qualified")] == ["network.qualified"]

    def test_are_told_where_they_differ_only(self, bring: Bring, now: datetime) -> None:
        ground.lay(now=now)
        before = held()
        one, *others = str(before["skills"]).split(", ")
        code = one.partition(":")[0]
        report = bring(now, skills=", ".join((f"{code}:3:新证-7:2028-01-31", *others)))
        assert told("network.qualified", "network.skill_ended") == [("network.qualified", "新证-7 2028-01-31")]
        undo(report, now)
        assert held() == before

    def test_whose_certificate_ran_out_end_too(self, bring: Bring, now: datetime) -> None:
        ground.lay(now=now)
        before = held()
        spent = (now.date() - timedelta(days=40)).isoformat()
        with_it = ", ".join((str(before["skills"]), f"fridge:1:冰-1:{spent}"))
        first = bring(now, skills=with_it)
        second = bring(now, skills=str(before["skills"]))
        assert held() == before
        assert luo().skills.get(code="fridge").until_date == now.date() - timedelta(days=40)
        undo(second, now)
        assert held()["skills"] == ", ".join(sorted(with_it.split(", ")))
        undo(first, now)
        assert held() == before
