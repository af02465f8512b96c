"""Races: two or more connections, let go together at the moment they lock, on either database.

On PostgreSQL every racer opens his transaction and waits inside `hold` until all stand there. SQLite's writers
stand in line from the first word of their transaction, so there they are let go right before it.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, connections
from django.db.models import Model

from anxin.core import wording
from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.core.states import steps
from tests.patience import PATIENCE_S


@dataclass(frozen=True)
class Outcome:
    """What became of one racer: a value, or a refusal with its sentence."""

    value: object = None
    refusal: AnxinError | None = None

    @property
    def won(self) -> bool:
        """Tell whether the work was done."""
        return self.refusal is None

    @property
    def sentence(self) -> str:
        """Give what the loser is told."""
        return wording.error(self.refusal) if self.refusal else ""


class Race:
    """A start line for the racers of many rounds."""

    def __init__(self, racers: int) -> None:
        self._pool = ThreadPoolExecutor(racers, thread_name_prefix="racer")
        self._barrier = threading.Barrier(racers)
        self._waited = threading.local()
        self.inside = connection.vendor == "postgresql"

    def run(self, *works: Callable[[], object]) -> list[Outcome]:
        """Let every racer do his work in an acting block of his own; give the outcomes in their order."""
        self._barrier.reset()
        racing = [self._pool.submit(self._race, work) for work in works]
        return [one.result(timeout=2 * PATIENCE_S) for one in racing]

    def wait(self) -> None:
        """Stand at the line, once a round."""
        if getattr(self._waited, "racing", False):
            self._waited.racing = False
            self._barrier.wait(PATIENCE_S)

    def close(self) -> None:
        """Send the racers home, each closing his own connection."""
        self._barrier.reset()
        leaving = [self._pool.submit(self._leave) for _ in range(self._barrier.parties)]
        for one in leaving:
            one.result(timeout=2 * PATIENCE_S)
        self._pool.shutdown()

    def _leave(self) -> None:
        self._barrier.wait(PATIENCE_S)
        connections.close_all()

    def _race(self, work: Callable[[], object]) -> Outcome:
        self._waited.racing = True
        if not self.inside:
            self.wait()
        try:
            return Outcome(acting(work))
        except AnxinError as refusal:
            return Outcome(refusal=refusal)
        finally:
            self._waited.racing = False


@contextmanager
def line(racers: int = 2) -> Iterator[Race]:
    """Draw the start line inside `hold`."""
    race, lock = Race(racers), steps._lock

    def waiting(row: Model) -> None:
        if race.inside:
            race.wait()
        lock(row)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "_lock", waiting)
        try:
            yield race
        finally:
            race.close()
