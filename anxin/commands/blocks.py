"""Long work of a command that is done in blocks: Ctrl-C ends it between two of them.

A second one ends the process in the middle of a block; the work is a worker's then, as after a kill.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 130
"""The exit status of what was ended by Ctrl-C."""


@contextmanager
def stoppable(prog: str) -> Iterator[Callable[[], bool]]:
    """Give what says whether somebody asked to stop."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        print(
            f"{prog}: stops after this block; Ctrl-C once more leaves the rest to a worker", file=sys.stderr, flush=True
        )

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
