"""The workers of one machine: how many processes work on which queues, and what each of them does."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence

from anxin.commands.parser import wrong
from anxin.core.queues.kinds import QUEUES, TOGETHER

SAVED_S = 0.5
"""What is kept of the grace for handing back what didn't end."""
MOST = 64


def add_queues(options: argparse.ArgumentParser, about: str) -> None:
    """Add the option that counts workers by queue."""
    options.add_argument("--queue", action="append", type=counted, metavar="NAME[=COUNT]", help=about)


def add_grace(options: argparse.ArgumentParser, usual: float) -> None:
    """Add the option that says how long ending may take."""
    about = f"seconds that what has begun may take to end when told to stop (default {usual:g})"
    options.add_argument("--grace", type=seconds, default=usual, metavar="SECONDS", help=about)


def counted(text: str) -> tuple[str, int]:
    """Read a queue and how many processes work on it."""
    name, _, count = text.partition("=")
    if name not in QUEUES:
        raise wrong(f"one of {', '.join(QUEUES)}", repr(name))
    most = QUEUES[name].most or MOST
    if not (count or "1").isdecimal() or int(count or "1") > most:
        raise wrong(f"{name} with a number between 0 and {most}", repr(text))
    return name, int(count or "1")


def seconds(text: str) -> float:
    """Read a number of seconds."""
    if text.isdecimal() and 1 <= int(text) <= 3600:
        return float(text)
    raise wrong("seconds between 1 and 3600", repr(text))


def parts_of(counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Spread queues over processes: those that may be together share one, each further process has those that want it.

    A process works on one task of each of its queues at a time.
    """
    parts = {}
    for group in TOGETHER:
        for number in range(1, max(counts.get(queue, 0) for queue in group) + 1):
            queues = tuple(queue for queue in group if counts.get(queue, 0) >= number)
            parts[f"worker-{'-'.join(queues)}" + (f"-{number}" if number > 1 else "")] = queues
    return parts


def work(queues: Sequence[str], grace_s: float, announced_as: str = "") -> int:
    """Work on the queues in a house that is loaded."""
    from django.conf import settings

    from anxin.config import processes
    from anxin.core import later, plain_files

    plain_files.settle()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if announced_as:
        processes.announce(settings.DATA, announced_as, settings.ENVIRONMENT.instance)
    if not later.run_workers(queues, stop, grace_s=max(SAVED_S, grace_s - SAVED_S)):
        sys.stdout.flush()
        os._exit(0)  # what was handed back is another's from here on, whatever its thread does
    return 0
