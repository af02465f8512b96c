"""The process that listens: granian, with the one ASGI application or, apart, with WSGI workers."""

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from anxin.config import environment, processes

TARGETS = {
    "web": ("anxin.config.asgi:application", Interfaces.ASGI),
    "live": ("anxin.config.asgi:application", Interfaces.ASGI),
    "pages": ("anxin.config.wsgi:application", Interfaces.WSGI),
}


def main(kind: str, host: str, port: str, workers: str) -> None:
    """Serve one kind of application until a signal comes."""
    processes.die_with(environment.read().parent)
    environment.become_parent()
    target, interface = TARGETS[kind]
    Granian(
        target,
        address=host,
        port=int(port),
        interface=interface,
        workers=int(workers),
        blocking_threads=4 if interface is Interfaces.WSGI else 1,
        workers_kill_timeout=1,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
