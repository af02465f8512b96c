"""The worker: leases, runs, keeps its lease alive, and leaves when told."""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from django.db import DatabaseError, close_old_connections

from anxin.core.later import runner
from anxin.core.later.lease import kept_alive
from anxin.core.queues import rows
from anxin.core.steady_clock import Steady

POLL_S = 0.25
BEAT_S = 1.0
log = structlog.get_logger("anxin.later")


def run_workers(queues: Sequence[str], stop: threading.Event) -> None:
    """Work on each queue in a thread of its own until `stop` is set, so that none waits for another.

    What ends one of them ends all: whoever supervises starts the process anew.
    """
    failed: list[BaseException] = []

    def work(queue: str) -> None:
        try:
            run_worker((queue,), stop)
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            stop.set()

    others = [threading.Thread(target=work, args=(queue,), name=queue) for queue in queues[1:]]
    for other in others:
        other.start()
    try:
        work(queues[0])
    finally:
        for other in others:
            other.join()
    if failed:
        raise failed[0]


def run_worker(queues: Sequence[str], stop: threading.Event, *, clock: Callable[[], datetime] | None = None) -> None:
    """Work until `stop` is set; a task that has begun is finished first."""
    clock = clock or Steady()
    name = f"{socket.gethostname()}:{os.getpid()}"
    beat_at = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + BEAT_S
                rows.beat(now=clock())
            row = rows.lease(queues, worker=name, now=clock())
            if row is not None:
                with kept_alive(row, clock=clock):
                    runner.run(row, clock=clock)
                continue
        except DatabaseError as error:
            log.warning("database does not answer", kind=type(error).__name__)
        stop.wait(POLL_S)
