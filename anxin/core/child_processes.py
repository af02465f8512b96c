"""Work done aside: by a child process trusted with nothing, few of a kind at once, after what people wait for."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from anxin.core.errors import Unavailable

WAIT_S = 10.0
type Lane = Literal["pictures", "tables", "advice"]
_LANES: dict[Lane, threading.BoundedSemaphore] = {
    "pictures": threading.BoundedSemaphore(2),
    "tables": threading.BoundedSemaphore(2),
    "advice": threading.BoundedSemaphore(1),
}
"""How many of a kind at once; work of another kind never waits for them."""
_QUEUES: dict[Lane, threading.BoundedSemaphore] = {"tables": threading.BoundedSemaphore(2)}
"""How many may wait for a long turn: each holds a thread in which a page could be made. Pictures are short and many."""


class NoChild(Unavailable):
    """The child process could not be started."""

    code = "core.no_child"


class Later(Unavailable):
    """Others' files are being opened; this one can be opened in a moment."""

    code = "core.later"


@contextlib.contextmanager
def turn(lane: Lane, *, wait_s: float | None = None) -> Iterator[None]:
    """Wait for a turn among work of one kind; where that takes too long, or others wait already, ask to come again."""
    if not (_LANES[lane].acquire(blocking=False) or _waited(lane, WAIT_S if wait_s is None else wait_s)):
        raise Later({"wait_s": 30})
    try:
        yield
    finally:
        _LANES[lane].release()


def _waited(lane: Lane, wait_s: float) -> bool:
    """Stand in the queue, where there is room, until there is a turn; return whether there was one in time."""
    queue = _QUEUES.get(lane)
    if queue is None:
        return _LANES[lane].acquire(timeout=wait_s)
    if not queue.acquire(blocking=False):
        return False
    try:
        return _LANES[lane].acquire(timeout=wait_s)
    finally:
        queue.release()


def run(
    lane: Lane, child: Path, *arguments: str | int, given: bytes = b"", wall_s: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a child's file with some words, once there is a turn; raise `TimeoutError` where it takes too long."""
    command = [sys.executable, "-I", str(child), *map(str, arguments)]
    with turn(lane):
        try:
            return subprocess.run(command, input=given, capture_output=True, timeout=wall_s, check=False, env={})
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        except OSError as error:
            raise NoChild({"errno": error.errno}) from error
