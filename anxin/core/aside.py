"""Work done aside: by a child process trusted with nothing, few at once, after everything that people wait for."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from anxin.core.errors import Unavailable

AT_ONCE, WAIT_S = 2, 10.0
_SLOTS = threading.BoundedSemaphore(AT_ONCE)


class NoChild(Unavailable):
    """The child process could not be started."""

    code = "core.no_child"


class Later(Unavailable):
    """Others' files are being opened; this one can be opened in a moment."""

    code = "core.later"


@contextlib.contextmanager
def slot() -> Iterator[None]:
    """Wait for a turn; where that takes too long, ask to come again."""
    if not _SLOTS.acquire(timeout=WAIT_S):
        raise Later({"wait_s": 30})
    try:
        yield
    finally:
        _SLOTS.release()


def run(child: Path, *arguments: str | int, given: bytes = b"", wall_s: float) -> subprocess.CompletedProcess[bytes]:
    """Run a child's file with some words, once there is a turn; raise `TimeoutError` where it takes too long."""
    command = [sys.executable, "-I", str(child), *map(str, arguments)]
    with slot():
        try:
            return subprocess.run(command, input=given, capture_output=True, timeout=wall_s, check=False, env={})
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        except OSError as error:
            raise NoChild({"errno": error.errno}) from error
