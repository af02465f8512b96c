"""How far a long run is, on standard error: from the second second on, and only to a terminal."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

AT_S = (2, 5, 10, 20, 30)
THEN_EVERY_S = 30
_at = ""


def at(what: str) -> None:
    """Say what the run is at now; it is told with the next line."""
    global _at
    _at = what


def count(what: str, total: int) -> Callable[[int], None]:
    """Return whom to tell of how many of a total are behind us: says it with how long the rest will take."""
    began = time.monotonic()

    def tells(done: int) -> None:
        left = (time.monotonic() - began) * (total - done) / done if done else 0
        at(f"{what} {done} of {total}{f', about {left:.0f} s left' if done else ''}")

    return tells


@contextmanager
def report(prog: str, *, stream: TextIO | None = None, scale: float = 1.0) -> Iterator[None]:
    """Tell of a run that takes long, a whole line each time, so that nothing of its own output is overwritten."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield
        return
    at("")
    over = threading.Event()
    teller = threading.Thread(target=_tell, args=(prog, stream, over, scale), daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _tell(prog: str, stream: TextIO, over: threading.Event, scale: float) -> None:
    began = time.monotonic()
    for seconds in _moments():
        if over.wait(max(0.0, began + seconds * scale - time.monotonic())):
            return
        stream.write(f"{prog}: {seconds} s{f', {_at}' if _at else ''}\n")
        stream.flush()


def _moments() -> Iterator[int]:
    yield from AT_S
    seconds = AT_S[-1]
    while True:
        seconds += THEN_EVERY_S
        yield seconds
