"""How a worker goes through many rows: in shares short enough that nobody else's writing waits, with the time left."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from django.db import connection

from anxin.core.actors import Actor
from anxin.core.imports.models import ImportRun

AT_ONCE, SHARE_S, PAUSE_S = 10, 0.5, 0.11
"""So many rows a block at most, fewer where they take longer, and a rest after each: SQLite serves no queue, and who
waits to write looks again every tenth of a second."""
WHOLE = 100
"""So many rows that are one (lines of an order) are never parted, however many a block has else."""
TOLD_EVERY = 50


class Stopped(Exception):
    """Somebody asked to stop."""


class Halted(Exception):
    """Who writes a file himself goes no further for now; what is in stays."""


class ImportPace:
    """How fast one attempt goes through its rows, so what is left of it takes about so long."""

    def __init__(self, rows: int) -> None:
        """Begin with so many rows ahead."""
        self._rows, self._since = rows, time.monotonic()

    def left_s(self, done: int) -> int | None:
        """Return about how many seconds the rest takes; None before the first is done."""
        passed = time.monotonic() - self._since
        return round(passed / done * max(0, self._rows - done)) if done else None


def shares[T](
    rows: Sequence[T], group: Callable[[T], object] = lambda _row: None, *, whole: int = WHOLE
) -> Iterator[tuple[T, ...]]:
    """Part rows into blocks that take no longer than others can wait, and let them write after each.

    Rows of one `group` come together and in one block, so that it is in whole or not at all; None is no group, and one
    of more rows than are kept `whole` is parted.
    """
    size, ahead = AT_ONCE, _together(rows, group, whole)
    while ahead:
        block = ahead.popleft()
        while ahead and len(block) + len(ahead[0]) <= size:
            block += ahead.popleft()
        began = time.monotonic()
        yield block
        if time.monotonic() - began > SHARE_S:
            size = max(1, size // 2)
        elif time.monotonic() - began < SHARE_S / 2:
            size = min(AT_ONCE, size * 2)
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_S)


def _together[T](rows: Sequence[T], group: Callable[[T], object], whole: int) -> deque[tuple[T, ...]]:
    """Return what is never parted, in the order in which each begins; a group of too many is parted as other rows."""
    found: dict[object, list[T]] = {}
    for number, row in enumerate(rows):
        name = group(row)
        found.setdefault(number if name is None else name, []).append(row)
    return deque(
        some for one in found.values() for some in batched(one, len(one) if len(one) <= whole else 1, strict=False)
    )


def stop_asked(run: ImportRun) -> bool:
    """Return whether a run is to go no further."""
    return ImportRun.objects.filter(pk=run.pk, stopped=True).exists()


def actor_of(told: Mapping[str, Any]) -> Actor:
    """Return who asked for a run, as he was then."""
    return Actor(**{**told, "roles": frozenset(told["roles"]), "areas": frozenset(told["areas"])})
