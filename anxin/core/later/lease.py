"""Keep the lease of a running task alive."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.db import DatabaseError, connections

from anxin.core.queues import rows
from anxin.core.queues.models import LaterTask
from anxin.core.queues.registry import task_named
from anxin.core.steady_clock import utc_now

log = structlog.get_logger("anxin.later")


@contextmanager
def kept_alive(row: LaterTask, *, clock: Callable[[], datetime] = utc_now) -> Iterator[None]:
    """Renew a running task's lease three times a lease, from a thread with its own connection."""
    over = threading.Event()

    def renew() -> None:
        try:
            lease_s = task_named(row.name).lease_s
            while not over.wait(lease_s / 3):
                try:
                    if not rows.renew(row, now=clock()):
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
