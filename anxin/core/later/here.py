"""Do a task's work in this process, as a worker would: no worker comes to it meanwhile, one goes on if this dies."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from anxin.core.acting import guarded
from anxin.core.errors import WrongState
from anxin.core.later.lease import kept_alive
from anxin.core.later.runner import LeaseLost
from anxin.core.queues import rows
from anxin.core.steady_clock import utc_now


@contextmanager
def held(key: str, *, clock: Callable[[], datetime] = utc_now) -> Iterator[None]:
    """Hold a task while its work is done in here; what ends early is handed back to the workers.

    Raises WrongState where a worker is at it, or it is done.
    """
    row = rows.lease_of(key, worker=f"{socket.gethostname()}:{os.getpid()}", now=clock())
    if row is None:
        raise WrongState({"task": key, "expected": "nobody at it"})

    def fence() -> None:
        if not rows.renew(row, now=clock()):
            raise LeaseLost({"task": row.name})

    try:
        with kept_alive(row, clock=clock), guarded(fence):
            yield
    except BaseException:
        rows.hand_back(row, now=clock())
        raise
    rows.succeed(row, now=clock())
