"""The worker: claims, runs, keeps its lease alive, and leaves when told."""

import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from django.db import DatabaseError, close_old_connections, connections

from anxin.core.later import queue, running, transport
from anxin.core.later.declaring import found
from anxin.core.later.models import LaterTask

POLL_S = 0.5
BEAT_S = 1.0
log = structlog.get_logger("anxin.later")


def utc_now() -> datetime:
    """Read the clock: a worker is outside, like a face."""
    return datetime.now(UTC)


def run_worker(queues: Sequence[str], stop: threading.Event, *, clock: Callable[[], datetime] = utc_now) -> None:
    """Work until `stop` is set; a task that has begun is finished first."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    if transport.available():
        transport.run_worker(queues, stop, name=name, clock=clock)
        return
    beaten = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if clock().timestamp() - beaten >= BEAT_S:
                beaten = clock().timestamp()
                queue.beat(now=clock())
            row = queue.claim(queues, worker=name, now=clock())
        except DatabaseError as error:
            log.warning("database does not answer", kind=type(error).__name__)
            row = None
        if row is None:
            stop.wait(POLL_S)
            continue
        with kept_alive(row, clock=clock):
            running.run(row, now=clock())


@contextmanager
def kept_alive(row: LaterTask, *, clock: Callable[[], datetime] = utc_now) -> Iterator[None]:
    """Renew a running task's lease three times a lease, from a thread with its own connection."""
    over = threading.Event()

    def renew() -> None:
        try:
            lease_s = found(row.name).lease_s
            while not over.wait(lease_s / 3):
                try:
                    if not queue.renew(row, now=clock()):
                        log.warning("lease lost", task=row.name, id=str(row.id), attempt=row.attempt)
                        return
                except DatabaseError as error:
                    log.warning("lease not renewed", kind=type(error).__name__)
        finally:
            connections.close_all()

    keeper = threading.Thread(target=renew, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
