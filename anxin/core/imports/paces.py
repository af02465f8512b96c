"""How a worker goes through many rows: in shares short enough that nobody else's writing waits, with the time left."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from anxin.core.actors import Actor
from anxin.core.imports.models import ImportRun

AT_ONCE, SHARE_S, PAUSE_S = 10, 0.5, 0.11
"""So many rows a block at most, fewer where they take longer, and a rest after each: SQLite serves no queue, and who
waits to write looks again every tenth of a second."""
TOLD_EVERY = 50


class Stopped(Exception):
    """Somebody asked to stop."""


class Pace:
    """How fast one attempt goes through its rows, so what is left of it takes about so long."""

    def __init__(self, rows: int) -> None:
        """Begin with so many rows ahead."""
        self._rows, self._since = rows, time.monotonic()

    def left_s(self, done: int) -> int | None:
        """Return about how many seconds the rest takes; None before the first is done."""
        passed = time.monotonic() - self._since
        return round(passed / done * max(0, self._rows - done)) if done else None


def shares[T](rows: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Part rows into blocks that take no longer than others can wait, and let them write after each."""
    size, done = AT_ONCE, 0
    while done < len(rows):
        began = time.monotonic()
        yield tuple(rows[done : done + size])
        done += size
        if time.monotonic() - began > SHARE_S:
            size = max(1, size // 2)
        elif time.monotonic() - began < SHARE_S / 2:
            size = min(AT_ONCE, size * 2)
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_S)


def stop_asked(run: ImportRun) -> bool:
    """Return whether a run is to go no further."""
    return ImportRun.objects.filter(pk=run.pk, stopped=True).exists()


def actor_of(told: Mapping[str, Any]) -> Actor:
    """Return who asked for a run, as he was then."""
    return Actor(**{**told, "roles": frozenset(told["roles"]), "areas": frozenset(told["areas"])})
