"""A long file that the terminal brings: written in blocks, stopped between two, gone on with after a kill."""

import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from anxin.commands import import_files
from anxin.core import imports, later, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import WrongState
from anxin.core.imports import ImportBatch, ImportRun, here, paces
from anxin.core.queues import rows
from anxin.core.queues.models import LaterTask
from anxin.core.rate_limits import Allowance
from anxin.core.settings import propose
from tests.core.imports.lamps import CHEN, LAMPS, USED, keep

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[3]
NOW = datetime.now(UTC)  # leases are kept by the clock of the machine


@pytest.fixture(autouse=True)
def _lamps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(paces, "PAUSE_S", 0)
    monkeypatch.setattr(paces, "SHARE_S", 1000)
    monkeypatch.setitem(imports.TABLES, "lamps", LAMPS)
    USED.clear()
    yield
    USED.clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lamps.csv"
    path.write_text("\n".join(["serial,price", *(f"L-{number},2" for number in range(35))]))
    return path


def begun(file: Path, **said: object) -> ImportRun:
    told = {"mapping": None, "partial": False, "by": CHEN, "now": NOW, **said}
    return acting(lambda: imports.begin_here(imports.table("lamps"), file, **told))  # type: ignore[arg-type]


def brought(file: Path, *, stops_at: int = 0, mapping: tables.Mapping | None = None) -> ImportRun:
    """Bring a file as the terminal does; Ctrl-C comes before so many rows are in."""
    known = imports.table("lamps")
    sheet = tables.read(known.columns, file, mapping=mapping)
    report, run = imports.dry_run(known, sheet), begun(file, mapping=mapping)

    def tells(done: int) -> None:
        if stops_at and done >= stops_at:
            raise imports.Halted

    imports.write_here(run, sheet, report, now=NOW, tells=tells)
    run.refresh_from_db()
    return run


def inside() -> int:
    return Allowance.objects.filter(name_hash__startswith="L-").count()


def lines(run: ImportRun) -> int:
    assert run.batch is not None
    return run.batch.lines.count()


class TestTheTerminal:
    def test_writes_a_file_as_one_import_and_leaves_a_worker_nothing_to_do(self, file: Path) -> None:
        run = brought(file)
        assert (run.state, run.done, inside(), lines(run)) == ("done", 35, 35, 35)
        assert LaterTask.objects.get(key=f"import|{run.id}").state == "done"
        later.run_due(NOW + timedelta(days=1), queues=("heavy",))
        batch = ImportBatch.objects.get()
        assert (batch.new, batch.same, batch.refused, inside()) == (35, 0, 0, 35)

    def test_keeps_workers_and_a_second_terminal_off_while_it_writes(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        met = list[object]()

        def meanwhile(**named: object) -> None:
            if not met:
                met.append(rows.lease(("heavy",), worker="another", now=NOW))
                with pytest.raises(WrongState), later.held(f"import|{ImportRun.objects.get().id}"):
                    pass
            keep(**named)  # type: ignore[arg-type]

        monkeypatch.setitem(imports.TABLES, "lamps", replace(LAMPS, apply=meanwhile))
        assert (brought(file).state, met, inside()) == ("done", [None], 35)

    def test_stopped_between_two_blocks_leaves_what_is_in_and_the_same_file_brings_the_rest(self, file: Path) -> None:
        first = brought(file, stops_at=15)
        assert (first.state, first.done, inside(), lines(first)) == ("refused", 20, 20, 20)
        later.run_due(NOW + timedelta(days=2), queues=("heavy",))
        assert inside() == 20, "no worker goes on with what somebody stopped"

        second = brought(file)
        assert (second.state, inside(), lines(second)) == ("done", 35, 15)
        assert [(one.new, one.same) for one in ImportBatch.objects.order_by("id")] == [(20, 0), (15, 20)]
        for run in (first, second):
            batch = ImportBatch.objects.get(pk=run.batch_id)
            gone = acting(lambda batch=batch: imports.begin_back(batch, by=CHEN, language="", now=NOW))
            imports.take_back_here(gone, now=NOW, tells=lambda _rows: None)
        assert inside() == 0

    def test_reads_where_the_map_says_also_when_a_worker_goes_on(self, file: Path) -> None:
        file.write_text(f"a lamp shop\n{file.read_text()}")
        mapping = tables.Mapping(header_row=2)
        run = begun(file, mapping=mapping)
        later.run_due(NOW + here.HANDED, queues=("heavy",))
        run.refresh_from_db()
        assert (run.place, run.state, inside()) == ({"sheet": "", "header_row": 2}, "done", 35)

    def test_refuses_what_is_too_long_to_keep_before_it_is_looked_at(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        named = {"name": "files.text_most_mb", "value": 1, "valid_from": NOW, "by": SYSTEM, "now": NOW}
        acting(lambda: propose(**named))
        rows = (f"L-{number}{' ' * 8_000},2" for number in range(imports.LONG + 1))
        file.write_text("\n".join(["serial,price", *rows]))
        monkeypatch.setattr(imports, "dry_run", lambda *_args, **_named: pytest.fail("looked at"))
        asked = {"table": "lamps", "file": file, "map": None, "files": [], "dry_run": False, "partial": False}
        with pytest.raises(SystemExit):
            import_files.write(Namespace(**asked))
        assert "2 MB" in capsys.readouterr().err
        assert not ImportRun.objects.exists()


KILLED = """
import sys, django
from pathlib import Path
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.FILES = Path(sys.argv[2])
django.setup()
from anxin.core.imports import paces
from tests.core.imports.lamps import killed_after
from tests.core.imports.test_here import brought
paces.PAUSE_S, paces.SHARE_S = 0, 1000
killed_after(int(sys.argv[4]))
brought(Path(sys.argv[3]))
"""


def kill(file: Path, *, after: int) -> None:
    told = [str(connection.settings_dict["NAME"]), str(settings.FILES), str(file), str(after)]
    done = subprocess.run([sys.executable, "-c", KILLED, *told], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


class TestAKill:
    def test_is_gone_on_with_by_the_same_command_as_one_import_once_the_lease_is_over(self, file: Path) -> None:
        kill(file, after=25)
        run = ImportRun.objects.get()
        assert (run.state, inside(), lines(run)) == ("waiting", 20, 20)
        with pytest.raises(WrongState):
            brought(file)
        LaterTask.objects.filter(state="running").update(leased_until=NOW - timedelta(seconds=1))
        again = brought(file)
        assert (again.pk, again.state, inside(), lines(again)) == (run.pk, "done", 35, 35)
        assert ImportBatch.objects.count() == 1

    def test_is_gone_on_with_by_a_worker(self, file: Path) -> None:
        kill(file, after=25)
        later.run_due(NOW + timedelta(hours=20), queues=("heavy",))
        run = ImportRun.objects.get()
        assert (run.state, inside(), lines(run)) == ("done", 35, 35)
