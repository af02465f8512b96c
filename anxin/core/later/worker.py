"""The worker: leases, runs, keeps leases alive, and leaves when told; what can't end in time it hands back."""

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
from anxin.core.queues.models import LaterTask
from anxin.core.steady_clock import Steady

POLL_S = 0.25
BEAT_S = 1.0
type Now = Callable[[], datetime]
log = structlog.get_logger("anxin.later")


class QueueThread(threading.Thread):
    """A thread that does what is due on one queue, one task after the other, whenever it is called."""

    def __init__(self, queue: str, stop: threading.Event, clock: Now) -> None:
        super().__init__(name=queue, daemon=True)
        self.queue, self.called = queue, threading.Event()
        self.row: LaterTask | None = None
        self.error: BaseException | None = None
        self._stop_asked, self._clock = stop, clock
        self._worker = f"{socket.gethostname()}:{os.getpid()}"

    def run(self) -> None:
        """Work until told to stop; what ends this thread ends the process."""
        try:
            while not self._stop_asked.is_set():
                self.called.wait()
                self.called.clear()
                self._work_off()
        except BaseException as error:
            self.error = error
            self._stop_asked.set()

    def _work_off(self) -> None:
        while not self._stop_asked.is_set():
            close_old_connections()
            try:
                self.row = rows.lease((self.queue,), worker=self._worker, now=self._clock())
                if self.row is None:
                    break
                with kept_alive(self.row, clock=self._clock):
                    runner.run(self.row, clock=self._clock)
            except DatabaseError as error:
                _complain(error)
                self._stop_asked.wait(POLL_S)
            finally:
                self.row = None
        close_old_connections()


def run_workers(queues: Sequence[str], stop: threading.Event, *, grace_s: float, clock: Now | None = None) -> bool:
    """Work on each queue in a thread of its own until `stop` is set, so that none waits for another.

    A task that has begun may end within the grace; later it is handed back, to be taken at once by another worker.
    Return whether all have ended: where they haven't, the process must end now, and what they did is undone.
    """
    clock = clock or Steady()
    threads = [QueueThread(queue, stop, clock) for queue in queues]
    for thread in threads:
        thread.start()
    _look(threads, stop, clock)
    _wait_for(threads, grace_s)
    left = [thread for thread in threads if thread.is_alive()]
    for thread in left:
        _hand_back(thread, clock)
    if failed := next((thread.error for thread in threads if thread.error), None):
        raise failed
    return not left


def _wait_for(threads: list[QueueThread], grace_s: float) -> None:
    for thread in threads:
        thread.called.set()
    end = time.monotonic() + grace_s
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))


def _look(threads: list[QueueThread], stop: threading.Event, clock: Now) -> None:
    """Look for all queues at once which have something due, and put the periodic tasks, until told to stop."""
    beat_at = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + BEAT_S
                rows.beat(now=clock())
            due = rows.queues_due([thread.queue for thread in threads if thread.row is None], now=clock())
            for thread in threads:
                if thread.queue in due:
                    thread.called.set()
        except DatabaseError as error:
            _complain(error)
        stop.wait(POLL_S)
    close_old_connections()


def _hand_back(thread: QueueThread, clock: Now) -> None:
    row = thread.row
    if row is not None:
        handed = rows.hand_back(row, now=clock())
        log.warning("task handed back", task=row.name, id=str(row.id), attempt=row.attempt, written=handed)


def _complain(error: DatabaseError) -> None:
    log.warning("database does not answer", kind=type(error).__name__)
