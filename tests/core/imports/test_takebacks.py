"""A long import is taken back by a worker: tried first, in short blocks, gone on with after a kill, stopped by hand."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.imports import ImportBatch, ImportRun, file_work, paces, takebacks
from anxin.core.rate_limits import Allowance
from tests.core.imports.lamps import BOXES, CHEN, LAMPS, USED, agreed, handed_in, imported, keep, remove

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _lamps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(paces, "PAUSE_S", 0)
    monkeypatch.setattr(paces, "SHARE_S", 1000)  # so that blocks have ten rows, however slow the machine
    monkeypatch.setitem(imports.TABLES, "lamps", LAMPS)
    monkeypatch.setitem(imports.TABLES, "boxes", BOXES)
    USED.clear()
    Allowance.objects.create(name_hash="L-3", unused_s=1)
    yield
    USED.clear()


def batch_of(run: ImportRun) -> ImportBatch:
    assert run.batch is not None
    return ImportBatch.objects.get(pk=run.batch.pk)


def back(run: ImportRun, now: datetime) -> ImportRun:
    found = acting(lambda: imports.begin_back(batch_of(run), by=CHEN, language="zh-hans", now=now))
    imports.carry_out(found.id, now=now)
    found.refresh_from_db()
    return found


def prices() -> dict[str, float]:
    return {name: price for name, price in Allowance.objects.values_list("name_hash", "unused_s") if name[:2] == "L-"}


def boxes() -> Counter[str]:
    """Count the lamps that are in, box by box."""
    return Counter(name[2:].partition(".")[0] for name in prices() if "." in name)


class TestAWorker:
    def test_brings_back_exactly_what_was(self, now: datetime) -> None:
        run = imported(now, 35)
        assert prices() == {f"L-{number}": 2 for number in range(35)}
        gone = back(run, now)
        assert (gone.state, gone.looked, gone.done, gone.left_s) == ("done", 35, 35, None)
        assert prices() == {"L-3": 1}
        assert (batch_of(run).undone_by, batch_of(run).taken_back) == (CHEN.key, 35)
        with pytest.raises(WrongState):
            back(run, now)

    def test_counts_the_rows_of_which_what_stood_before_is_gone(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = imported(now, 35)

        def empties(*, values: tables.Values, by: Actor, now: datetime) -> bool:
            Allowance.objects.filter(name_hash=values["serial"]).update(unused_s=0)
            return False

        monkeypatch.setitem(imports.TABLES, "lamps", replace(LAMPS, restore=empties))
        assert back(run, now).state == "done"
        assert (batch_of(run).lost, prices()) == (1, {"L-3": 0})

    def test_takes_nothing_back_where_a_row_was_changed_or_is_in_use_and_names_each(self, now: datetime) -> None:
        run = imported(now, 35)
        Allowance.objects.filter(name_hash="L-30").update(unused_s=9)
        USED.add("L-20")
        gone = back(run, now)
        assert (gone.state, gone.done, batch_of(run).undone_at) == ("refused", 0, None)
        told = imports.summary_of(gone)
        assert told.refused == 2
        assert [(one.number, one.reasons[0][1:]) for one in told.refusals] == [
            (22, ("L-20", "正在使用")),
            (32, ("L-30", "导入之后改过")),
        ]
        assert len(prices()) == 35, "the trial left nothing"

        Allowance.objects.filter(name_hash="L-30").update(unused_s=2)
        USED.clear()
        assert back(run, now).state == "done"
        assert prices() == {"L-3": 1}

    def test_leaves_alone_what_somebody_changes_between_the_trial_and_its_turn(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = imported(now, 35)
        whole = takebacks.take_back

        def meanwhile(*given: object, **named: object) -> object:
            Allowance.objects.filter(name_hash="L-7").update(unused_s=9)
            return whole(*given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(takebacks, "take_back", meanwhile)
        gone = back(run, now)
        monkeypatch.setattr(takebacks, "take_back", whole)
        assert (gone.state, gone.done, prices()) == ("refused", 34, {"L-3": 1, "L-7": 9})
        assert [one.number for one in imports.summary_of(gone).refusals] == [9]
        assert (batch_of(run).undone_at, batch_of(run).taken_back) == (None, 34)

        Allowance.objects.filter(name_hash="L-7").update(unused_s=2)
        assert (back(run, now).rows, prices()) == (1, {"L-3": 1})
        assert batch_of(run).undone_at == now

    def test_stops_between_two_blocks_and_goes_on_when_asked_again(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run, removed = imported(now, 35), list[object]()

        def stops(**named: object) -> None:
            removed.append(named)
            remove(**named)  # type: ignore[arg-type]
            if len(removed) == 34 + 11:  # the trial's, and of the second block the first
                ImportRun.objects.filter(back=True).update(stopped=True)

        monkeypatch.setitem(imports.TABLES, "lamps", replace(LAMPS, remove=stops))
        gone = back(run, now)
        assert (gone.state, gone.done, batch_of(run).taken_back) == ("refused", 20, 20)
        assert imports.summary_of(gone).refused == 0
        assert back(run, now).state == "done"
        assert prices() == {"L-3": 1}

    def test_asked_twice_is_one_run_and_at_once_is_refused_meanwhile(self, now: datetime) -> None:
        run = imported(now, 35)
        first, second = (
            acting(lambda: imports.begin_back(batch_of(run), by=CHEN, language="", now=now)) for _turn in range(2)
        )
        assert first == second
        with pytest.raises(WrongState):
            acting(lambda: imports.undo(batch_of(run), by=CHEN, now=now))

    def test_of_an_import_that_is_still_written_goes_no_further_and_takes_it_back(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run, wrote = handed_in(now, 35), list[object]()

        def asks(**named: object) -> None:
            wrote.append(named)
            keep(**named)  # type: ignore[arg-type]
            if len(wrote) == 15:
                batch = ImportBatch.objects.get()
                assert imports.begin_back(batch, by=CHEN, language="", now=now).id == run.id

        monkeypatch.setitem(imports.TABLES, "lamps", replace(LAMPS, apply=asks))
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (run.state, run.done, prices()) == ("refused", 0, {"L-3": 1})
        assert (batch_of(run).undone_at, batch_of(run).taken_back) == (now, 20)

    def test_that_is_stopped_as_the_look_at_it_ends_is_over(self, now: datetime) -> None:
        run = handed_in(now, 35)
        ImportRun.objects.filter(pk=run.pk).update(state=run.State.SEEN)
        run.refresh_from_db()
        acting(lambda: imports.stop(run, now=now))
        run.refresh_from_db()
        assert (run.state, run.ended_at, imports.summary_of(run).slip != "") == ("refused", now, True)

    def test_of_a_kind_that_stays_for_good_leaves_what_he_wrote_when_he_is_stopped(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run, wrote = handed_in(now, 35), list[object]()

        def asks(**named: object) -> None:
            wrote.append(named)
            keep(**named)  # type: ignore[arg-type]
            if len(wrote) == 15:
                imports.stop(run, now=now)

        monkeypatch.setitem(imports.TABLES, "lamps", replace(LAMPS, apply=asks, for_good=True))
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (run.state, run.done, len(prices())) == ("refused", 20, 20)
        assert (batch_of(run).new + batch_of(run).changed, batch_of(run).undone_at) == (20, None)

    def test_of_a_kind_that_stays_for_good_ends_where_a_row_fails_and_says_how_many_are_in(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = handed_in(now, 35)

        def fails(*, values: dict[str, object], **named: object) -> None:
            if values["serial"] == "L-14":
                raise Invalid("price", expected="another one")
            keep(values=values, **named)  # type: ignore[arg-type]

        known = replace(LAMPS, apply=fails, remove=_never, for_good=True)  # type: ignore[arg-type]
        monkeypatch.setitem(imports.TABLES, "lamps", known)
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (run.state, run.done, len(prices())) == ("refused", 19, 19)
        assert [one.number for one in imports.summary_of(run).refusals] == [16]


class TestTwoAtOnce:
    def test_of_the_same_file_write_each_row_once_so_that_one_of_them_takes_all_of_it_back(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = handed_in(now, 35), handed_in(now, 35)

        def other(*given: object, **named: object) -> object:
            monkeypatch.setattr(file_work, "shares", paces.shares)
            imports.carry_out(second.id, now=now)
            return paces.shares(*given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(file_work, "shares", other)  # the first has looked at every row, and wrote none
        imports.carry_out(first.id, now=now)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == ("done", "done")
        one, two = batch_of(first), batch_of(second)
        assert (one.new, one.changed, one.same, one.lines.count()) == (0, 0, 35, 0)
        assert (two.new, two.changed, two.same, two.lines.count()) == (34, 1, 0, 35)
        assert back(second, now).state == "done"
        assert prices() == {"L-3": 1}


KILLED = """
import sys, django
from datetime import datetime
from pathlib import Path
from uuid import UUID
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.FILES = Path(sys.argv[2])
django.setup()
from anxin.core import imports, tables
from anxin.core.imports import paces
from tests.core.imports.lamps import killed_after
paces.PAUSE_S, paces.SHARE_S = 0, 1000
killed_after(int(sys.argv[4]))
imports.carry_out(UUID(sys.argv[3]), now=datetime.fromisoformat(sys.argv[5]))
"""


def kill(run: ImportRun, now: datetime, *, after: int) -> None:
    told = [str(connection.settings_dict["NAME"]), str(settings.FILES), str(run.id), str(after), now.isoformat()]
    done = subprocess.run([sys.executable, "-c", KILLED, *told], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


class TestAKill:
    def test_in_the_middle_of_the_import_and_of_taking_it_back_is_gone_on_with(self, now: datetime) -> None:
        run = handed_in(now, 35)
        kill(run, now, after=25)
        assert list(prices().values()).count(2) == 20, "two blocks are written, the third is not"
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (run.state, batch_of(run).lines.count(), len(prices())) == ("done", 35, 35)

        gone = acting(lambda: imports.begin_back(batch_of(run), by=CHEN, language="", now=now))
        kill(gone, now, after=15)
        assert (len(prices()), batch_of(run).taken_back) == (35, 0), "in the trial nothing is taken back"
        kill(gone, now, after=35 + 25)
        gone.refresh_from_db()
        assert (len(prices()), batch_of(run).taken_back, gone.done) == (15, 20, 20)
        imports.carry_out(gone.id, now=now)
        gone.refresh_from_db()
        assert (gone.state, gone.done, prices()) == ("done", 35, {"L-3": 1})

    def test_leaves_nothing_that_belongs_together_half_in_or_half_taken_back(self, now: datetime) -> None:
        run = agreed(now, BOXES, [f"{number % 5},{number // 5},2" for number in range(35)])
        kill(run, now, after=20)
        assert boxes() == {"0": 7, "1": 7}, "seven of each, though they come by turns in the file"
        imports.carry_out(run.id, now=now)
        assert boxes() == dict.fromkeys("01234", 7)

        gone = acting(lambda: imports.begin_back(batch_of(ImportRun.objects.get()), by=CHEN, language="", now=now))
        kill(gone, now, after=35 + 20)
        assert boxes() == dict.fromkeys("012", 7)
        imports.carry_out(gone.id, now=now)
        assert boxes() == {}

    def test_while_what_failed_is_taken_back_leaves_nobody_to_go_on_writing(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run, wrote = handed_in(now, 35), list[object]()

        def stops(**named: object) -> None:
            wrote.append(named)
            keep(**named)  # type: ignore[arg-type]
            if len(wrote) == 25:
                imports.stop(run, now=now)

        with monkeypatch.context() as patched:
            patched.setitem(imports.TABLES, "lamps", replace(LAMPS, apply=stops))
            patched.setattr(takebacks, "take_back", _dies)
            with pytest.raises(SystemExit):
                imports.carry_out(run.id, now=now)
        kill(run, now, after=15)
        assert list(prices().values()).count(2) == 20
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (run.state, run.done, prices()) == ("refused", 0, {"L-3": 1})


def _never(**_named: object) -> None:
    raise AssertionError("what stays for good is not taken away")


def _dies(*_given: object, **_named: object) -> None:
    raise SystemExit
