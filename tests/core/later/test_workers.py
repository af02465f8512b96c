"""Real worker processes: many at once, killed in the middle, stopped, and stalled past their lease."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from anxin.core import later
from anxin.core.queues import registry
from anxin.core.queues.models import LaterTask
from anxin.core.settings.models import SettingRow
from tests.core.later import work
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[subprocess.Popen[bytes]] = []

    def start_one(*options: str, grace_s: float = PATIENCE_S) -> "subprocess.Popen[bytes]":
        database = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "tests.core.later.worker_process", database, *options]
        seen = {**os.environ, "GRACE_S": str(grace_s)}
        running.append(subprocess.Popen(command, cwd=ROOT, env=seen, stderr=subprocess.PIPE))
        return running[-1]

    yield start_one
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
        process.kill()
        process.communicate()


def put_slow(folder: Path, word: str, ms: int, task: registry.RetriedTask = work.work_slowly) -> None:
    arguments: dict[str, str | int] = {"folder": str(folder), "word": word, "ms": ms}
    later.put(task, arguments=arguments, key=word, now=datetime.now(UTC))


def hold(folder: Path) -> Path:
    """Keep tasks from ending until this file is gone."""
    held = folder / work.HELD
    held.touch()
    return held


def said(folder: Path) -> list[list[str]]:
    path = folder / "said"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def states() -> Counter[str]:
    return Counter(LaterTask.objects.filter(name__startswith=f"{work.__name__}.work_").values_list("state", flat=True))


class TestWorkers:
    def test_share_sixty_tasks_and_run_each_once(self, tmp_path: Path, start: Start) -> None:
        for number in range(60):
            put_slow(tmp_path, f"task-{number}", 2, work.work_beside)
        start()
        start()
        until(lambda: states() == {"done": 60}, "the tasks")
        assert Counter(word for verb, word, _ in said(tmp_path) if verb == "ended") == {
            f"task-{number}": 1 for number in range(60)
        }

    def test_finish_what_a_killed_one_had_begun_once_more(self, tmp_path: Path, start: Start) -> None:
        put_slow(tmp_path, "long", 2)
        held = hold(tmp_path)
        first = start()
        until(lambda: len(said(tmp_path)) == 1, "its beginning")
        first.kill()
        first.wait()
        held.unlink()
        second = start()
        until(lambda: states() == {"done": 1}, "the task")
        assert LaterTask.objects.get(key="long").attempt == 2
        assert said(tmp_path) == [
            ["began", "long", str(first.pid)],
            ["began", "long", str(second.pid)],
            ["ended", "long", str(second.pid)],
        ]

    def test_a_stalled_one_that_wakes_leaves_no_trace(self, tmp_path: Path, start: Start) -> None:
        put_slow(tmp_path, "stalled", 2)
        held = hold(tmp_path)
        first = start("prompt")  # nothing else, which could stand still with SQLite's lock
        until(lambda: len(said(tmp_path)) == 1, "its beginning")
        first.send_signal(signal.SIGSTOP)
        held.unlink()
        start("prompt")
        until(lambda: states() == {"done": 1}, "the task")
        finished = LaterTask.objects.get(key="stalled")
        first.send_signal(signal.SIGCONT)
        first.send_signal(signal.SIGTERM)
        assert first.wait(PATIENCE_S) == 0  # it ends what it began, and goes
        assert LaterTask.objects.get(key="stalled").attempt == finished.attempt == 2
        assert SettingRow.objects.filter(name="stalled").count() == 1
        assert Counter(verb for verb, _, _ in said(tmp_path)) == {"began": 2, "ended": 1}

    def test_finish_what_they_began_before_they_stop(self, tmp_path: Path, start: Start) -> None:
        put_slow(tmp_path, "begun", 1500, work.work_beside)  # time enough to hear that it is to stop
        put_slow(tmp_path, "not-begun", 2, work.work_beside)
        held = hold(tmp_path)
        process = start()
        until(lambda: len(said(tmp_path)) == 1, "its beginning")
        process.send_signal(signal.SIGTERM)
        held.unlink()
        assert process.wait(PATIENCE_S) == 0
        assert states() == {"done": 1, "ready": 1}

    def test_hand_back_what_cannot_end_in_time_and_another_does_it_at_once(self, tmp_path: Path, start: Start) -> None:
        put_slow(tmp_path, "long", 2, work.work_beside)
        held = hold(tmp_path)
        first = start(grace_s=1)
        until(lambda: len(said(tmp_path)) == 1, "its beginning")
        first.send_signal(signal.SIGTERM)
        assert first.wait(PATIENCE_S) == 0
        row = LaterTask.objects.get(key="long")
        assert (row.state, row.attempt, row.tries) == ("ready", 1, 0)
        held.unlink()
        second = start()
        until(lambda: states() == {"done": 1}, "the task")  # its lease would hold for five minutes
        assert said(tmp_path) == [
            ["began", "long", str(first.pid)],
            ["began", "long", str(second.pid)],
            ["ended", "long", str(second.pid)],
        ]

    def test_work_on_one_queue_while_another_stands_still(self, tmp_path: Path, start: Start) -> None:
        put_slow(tmp_path, "stands", 2, work.work_beside)
        hold(tmp_path)
        start("prompt", "heavy")
        until(lambda: len(said(tmp_path)) == 1, "its beginning")
        for number in range(5):
            later.put(work.examine, arguments={"word": f"w{number}"}, key=f"w{number}", now=datetime.now(UTC))
        heavy = LaterTask.objects.filter(queue="heavy", name=work.examine.module_path)
        until(lambda: heavy.filter(state="done").count() == 5, "the other queue")
        assert states() == {"running": 1}

    def test_keep_a_lease_alive_through_a_task_longer_than_it(self, tmp_path: Path, start: Start) -> None:
        put_slow(tmp_path, "longer", 5000, work.work_longer)
        start()
        start()
        until(lambda: states() == {"done": 1}, "the task")
        assert LaterTask.objects.get(key="longer").attempt == 1

    def test_killed_again_and_again_every_whole_task_leaves_its_trace_once(self, start: Start) -> None:
        random = Random(20261124)
        for number in range(40):
            later.put(
                work.keep_slowly,
                arguments={"name": f"trace-{number}", "ms": 80},
                key=str(number),
                now=datetime.now(UTC),
            )
        for _kill in range(4):
            process = start()
            before = LaterTask.objects.filter(state="done").count()
            until(lambda seen=before: LaterTask.objects.filter(state="done").count() > seen, "one more")  # type: ignore[misc]
            time.sleep(random.uniform(0, 0.3))
            process.kill()
            process.wait()
        start()
        whole = LaterTask.objects.filter(state="done", name=work.keep_slowly.module_path)
        until(lambda: whole.count() == 40, "all of them")
        traces = SettingRow.objects.filter(name__startswith="trace-").values_list("name", flat=True)
        assert Counter(traces) == {f"trace-{number}": 1 for number in range(40)}
