"""The process that listens: granian, with the one application or, apart, with one for pages and one for streams.

Told to stop, it has its children say so, goes on for a moment until proxies have noticed, and then lets what has begun
end: requests get their answers, streams are led away.
"""

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from types import FrameType

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from anxin.commands.serve.supervisor import GRACE_S
from anxin.config import environment
from anxin.core import plain_files

type Ending = Callable[[int, FrameType | None], object]
TARGETS = {
    "web": "anxin.config.asgi:application",
    "live": "anxin.config.asgi:application",
    "pages": "anxin.config.asgi:pages",
}
HEADERS_MS = 10_000
"""So long a connection may take to say what it wants, the first time and every further time."""
CONNECTIONS = 8192
"""How many may be open at once in one process; a socket that waits costs little."""
RESERVED = 512
"""Files a process needs beside its connections."""


def main(kind: str, host: str, port: int, workers: int, grace_s: float) -> None:
    """Serve one kind of application until a signal comes."""
    environment.become_parent()
    plain_files.settle()
    noticed_s = max(0.0, (grace_s - GRACE_S) / 4)
    server = Granian(
        TARGETS[kind],
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS),
        workers=workers,
        blocking_threads=1,
        backpressure=_connections(),
        workers_kill_timeout=max(1, int(grace_s - noticed_s - 1)),
        respawn_failed_workers=True,  # one that is killed takes no other along; those that can't start end the part
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.on_startup(lambda: _leave_gently(noticed_s))
    server.serve()


def _leave_gently(noticed_s: float) -> None:
    """Have the children leave when a signal comes, and answer for a moment, before the server does what it does."""
    for number in (signal.SIGTERM, signal.SIGINT):
        ending = signal.getsignal(number)
        assert callable(ending)

        def leave(number: int, frame: FrameType | None, ending: "Ending" = ending) -> None:
            for child in multiprocessing.active_children():
                if child.pid:
                    os.kill(child.pid, signal.SIGUSR1)
            threading.Timer(noticed_s, ending, (number, frame)).start()

        signal.signal(number, leave)


def _connections() -> int:
    """Raise the limit of open files as far as the system lets us, and say how many of them may be connections."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = CONNECTIONS + RESERVED if hard == resource.RLIM_INFINITY else min(hard, CONNECTIONS + RESERVED)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(128, files - RESERVED)
