"""Tasks for the tests, importable by name in a worker process of its own."""

import os
import time
from datetime import datetime
from pathlib import Path

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.settings.models import SettingRow

HEARD: list[object] = []
WAITING: set[str] = set()
HELD = "held"
"""A file in the folder of a task that keeps it from ending."""


class Refused(Exception):
    pass


@later.task()
def hear(*, word: str) -> None:
    HEARD.append(word)


@later.task()
def hear_the_time(*, now: datetime) -> None:
    HEARD.append(now)


@later.task(retries=2)
def refuse(*, phone: str) -> None:
    raise Refused(f"no answer from {phone}")


def is_waited_for(word: str) -> bool:
    return word in WAITING


@later.task(retries=1, waits=is_waited_for)
def refuse_what_is_waited_for(*, word: str) -> None:
    raise Refused(word)


@later.task(retries=5)
def give_up() -> None:
    raise later.GiveUp({"why": "the address is gone"})


@later.task(queue="heavy")
def examine(*, word: str) -> None:
    HEARD.append(word)


@later.task(whole=True)
def keep_whole(*, name: str, now: datetime) -> None:
    _keep(name, now)


@later.task()
def keep_in_a_block(*, name: str, now: datetime) -> None:
    acting(lambda: _keep(name, now))


@later.every(seconds=60)
@later.task()
def look_round() -> None:
    HEARD.append("round")


@later.task(lease_s=2, retries=99, whole=True)
def keep_slowly(*, name: str, ms: int, now: datetime) -> None:
    _keep(name, now)
    time.sleep(ms / 1000)


@later.task(lease_s=2, retries=3)
def work_slowly(*, folder: str, word: str, ms: int, now: datetime) -> None:
    """Work under a lease so short that it is soon another's turn."""
    _work(folder, word, ms, now)


@later.task(lease_s=4, retries=3)
def work_longer(*, folder: str, word: str, ms: int, now: datetime) -> None:
    """Work under a lease that a busy machine has time to renew."""
    _work(folder, word, ms, now)


@later.task(lease_s=300, retries=3)
def work_beside(*, folder: str, word: str, ms: int, now: datetime) -> None:
    """Work under a lease that never runs out beside other workers."""
    _work(folder, word, ms, now)


def _work(folder: str, word: str, ms: int, now: datetime) -> None:
    """Say that it began, work, write one row; what is said lands in a file that outlives the process."""
    say(folder, f"began {word} {os.getpid()}")
    while (Path(folder) / HELD).exists():
        time.sleep(0.02)
    time.sleep(ms / 1000)
    acting(lambda: _keep(word, now))
    say(folder, f"ended {word} {os.getpid()}")


def say(folder: str, line: str) -> None:
    handle = os.open(Path(folder) / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


def _keep(name: str, now: datetime) -> None:
    SettingRow.objects.create(name=name, value=1, valid_from=now, proposed_by="task", proposed_at=now)
