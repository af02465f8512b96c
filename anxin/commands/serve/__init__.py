"""`anxin serve`: all parts of one machine on one port, kept running until told to stop."""

import argparse
import http.client
import importlib
import secrets
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from anxin.commands import parser, setup, upgrade, worker
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.commands.serve import ports
from anxin.commands.serve.supervisor import Part, Supervisor, forked
from anxin.config import environment, loader, processes

QUEUES = (("prompt",), ("heavy",), ("offers", "outside", "webhooks"))
"""What each worker works on: nothing that asks somebody outside shares a process with clocks."""
WORKERS = {f"worker-{'-'.join(queues)}": queues for queues in QUEUES}


def run(arguments: list[str]) -> int:
    """Prepare the data folder and serve it."""
    options = _options("serve", "Start web and workers on one port; Ctrl-C stops them all.").read(arguments)
    data = environment.point_at(options.data)
    try:
        with folder_lock(data), ports.hold(options.host, options.port) as port:
            load()
            ready = forked("upgrade", partial(upgrade.first_start, url_of(port)))
            ready.join()
            if ready.exitcode:
                return ready.exitcode
            return serve(options, data, port, on_ready=lambda url: greet(url, data))
    except ports.PortTaken as error:
        parser.refuse("anxin serve", f"--port: {error}")
    except AlreadyServed as error:
        parser.refuse("anxin serve", f"--data: {error}")


def _options(command: str, about: str) -> parser.Parser:
    options = parser.Parser(command, about)
    add_ports(options)
    options.add_argument("--live-port", type=parser.port, help="serve live streams apart, on this port")
    options.add_argument("--processes", type=parser.whole, default=2, help="page processes when live is apart")
    return options


def add_ports(options: parser.Parser) -> None:
    """Add what every serving command takes."""
    options.add_argument("--port", type=parser.port, default=8000, help="port to listen on (default 8000; 0: any)")
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    options.set_defaults(live_port=None, processes=1)


def load() -> None:
    """Load the house once for all parts; nothing in this process asks the database."""
    environment.become_parent(instance=secrets.token_hex(8), parts=",".join(WORKERS), static="collected")
    loader.load()
    importlib.import_module("anxin.config.urls")


def serve(
    options: argparse.Namespace,
    data: Path,
    port: socket.socket,
    *,
    on_ready: Callable[[str], None],
) -> int:
    """Run all parts behind a port already held."""
    host, number = port.getsockname()[:2]
    url = url_of(port)
    processes.forget(data)
    supervisor = Supervisor(_parts(options, host, number), say=say)
    return supervisor.run(is_ready=lambda: answers(host, number), on_ready=lambda: on_ready(url))


def url_of(port: socket.socket) -> str:
    """Return the address of a port that is held."""
    host, number = port.getsockname()[:2]
    return f"http://{'[' + host + ']' if ':' in host else host}:{number}"


def greet(url: str, data: Path) -> None:
    """Say where it answers, and where to set it up as long as nobody has."""
    first = setup.address_in(data)
    say(f"anxin: ready at {url}" + (f"\n{setup.sentence(first)}" if first else ""))


def _parts(options: argparse.Namespace, host: str, number: int) -> list[Part]:
    if options.live_port is None:
        listening = {"web": (number, 1)}
    else:
        listening = {"pages": (number, options.processes), "live": (options.live_port, 1)}
    web = [Part(name=kind, work=partial(_listen, kind, host, *how)) for kind, how in listening.items()]
    return [*web, *(Part(name=name, work=partial(worker.work, queues)) for name, queues in WORKERS.items())]


def _listen(kind: str, host: str, port: int, processes: int) -> None:
    from anxin.commands.serve import web

    web.main(kind, host, port, processes)


def answers(host: str, port: int) -> bool:
    """Return whether the health page says that everything runs."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(line: str) -> None:
    """Say one line at once."""
    print(line, flush=True)
