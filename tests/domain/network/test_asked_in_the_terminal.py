"""A file that frees windows is asked about in the terminal as on its page, and so is taking one back."""

import sys
from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.commands import import_files
from anxin.commands import imports as command
from anxin.core import imports
from anxin.core.imports import ImportBatch, ImportRun, paces
from anxin.demo import cast, ground
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.network.models import Absence

pytestmark = pytest.mark.django_db(transaction=True)
LUO = cast.MASTER_LUO.number
NIGHTS = "1-7 0:00-1:00"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paces, "PAUSE_S", 0)


@pytest.fixture
def booked() -> Walked:
    now = timezone.now()
    ground.lay(now=now)
    return by_day(now)


def by_day(now: datetime) -> Walked:
    """Book a window by day, whatever the hour is: one at night lies in the hours that these files leave."""
    return begin(a_report(now=now, by_day=True), now=now).until("booked")


def a_file(folder: Path, **cells: str) -> Path:
    """Write Master Luo's row as it stands, but for these cells."""
    held = imports.table("technicians").find({"number": LUO})
    assert held is not None
    row, path = {**held, **cells}, folder / "technicians.csv"
    path.write_text("\n".join((",".join(row), ",".join(f'"{"" if one is None else one}"' for one in row.values()))))
    return path


def bring(file: Path, table: str = "technicians", *, yes: bool = False, dry_run: bool = False) -> int:
    said = {"map": None, "files": [], "partial": False, "undo": None}
    return import_files.write(Namespace(table=table, file=file, yes=yes, dry_run=dry_run, **said))


def answers(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Sit somebody down before the terminal who types this."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: said)


class TestAFileThatFreesWindows:
    def test_says_how_many_and_is_refused_where_nobody_can_answer(
        self, tmp_path: Path, booked: Walked, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = a_file(tmp_path, hours=NIGHTS)
        assert bring(file, dry_run=True) == 0
        figures = f"1 promised window would be freed, the customers are told: {LUO} 1\n"
        assert capsys.readouterr().out == f"{figures}new 0, changed 1, same 0, refused 0; nothing was written\n"
        assert bring(file) == 1
        said = capsys.readouterr()
        assert said.out == f"{figures}new 0, changed 1, same 0, refused 0; nothing was written\n"
        assert "--yes: expected, or an answer in a terminal" in said.err
        assert (booked.visit.state, ImportBatch.objects.count()) == ("booked", 0)

    @pytest.mark.parametrize(("said", "status", "state"), [("n", 1, "booked"), ("", 1, "booked"), ("y", 0, "open")])
    def test_is_written_once_somebody_at_the_terminal_says_yes(
        self, tmp_path: Path, booked: Walked, monkeypatch: pytest.MonkeyPatch, said: str, status: int, state: str
    ) -> None:
        answers(monkeypatch, said)
        assert (bring(a_file(tmp_path, hours=NIGHTS)), booked.visit.state) == (status, state)

    def test_is_written_with_the_word_that_says_so_and_one_that_frees_none_without(
        self, tmp_path: Path, booked: Walked
    ) -> None:
        assert bring(a_file(tmp_path, called="罗师")) == 0
        assert bring(a_file(tmp_path, hours=NIGHTS), yes=True) == 0
        assert booked.visit.state == "open"

    def test_counts_the_windows_of_days_on_which_somebody_gets_leave_and_as_many_are_freed(
        self, tmp_path: Path, booked: Walked, capsys: pytest.CaptureFixture[str]
    ) -> None:
        day = timezone.localdate(booked.visit.wanted_from_at)
        free, file = day + timedelta(days=9), tmp_path / "leaves.csv"
        file.write_text(f"number,from,to\n{LUO},{free},{free}\n{LUO},{day},{day}")
        assert bring(file, "leaves") == 1
        assert f"1 promised window would be freed, the customers are told: {LUO} 1\n" in capsys.readouterr().out
        assert bring(file, "leaves", yes=True) == 0
        assert (booked.visit.state, Absence.objects.count()) == ("open", 2)


class TestAFileThatIsTakenBack:
    def test_says_which_windows_that_frees_and_whose_start_moves_and_asks(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        now = timezone.now()
        ground.lay(now=now)
        whole = imports.table("technicians").find({"number": LUO})
        assert whole is not None
        assert bring(a_file(tmp_path, hours=NIGHTS, lng="104.1", lat="30.6")) == 0
        assert bring(a_file(tmp_path, **{name: str(whole[name]) for name in ("hours", "lng", "lat")})) == 0
        walked = by_day(now)
        batch = str(ImportBatch.objects.latest("applied_at").id)
        capsys.readouterr()
        figures = (
            f"1 promised window would be freed, the customers are told: {LUO} 1\n"
            f"would set out from elsewhere, 1: {LUO}\n"
        )
        assert command.take_back(batch, yes=False) == 1
        assert capsys.readouterr().out == f"{figures}nothing was taken back\n"
        assert (walked.visit.state, ImportRun.objects.get().state) == ("booked", "refused")
        answers(monkeypatch, "y")
        assert command.take_back(batch, yes=False) == 0
        assert capsys.readouterr().out.endswith("taken back: 1 rows\n")
        assert walked.visit.state == "open"
