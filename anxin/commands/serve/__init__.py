"""`anxin serve`: all parts of one machine on one port, or one part of many machines, until told to stop."""

import argparse
import http.client
import importlib
import secrets
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from anxin.commands import parser, setup, upgrade
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.commands.serve import admission, ports, workers
from anxin.commands.serve.supervisor import GRACE_S, Part, Supervisor, forked
from anxin.config import environment, loader, processes
from anxin.core.queues.kinds import QUEUES

ALONE = ("web", "pages", "live")
"""What may be served without the rest: pages with their streams, or either."""


def run(arguments: list[str]) -> int:
    """Prepare the data folder and serve it."""
    options = _options("serve", "Start web and workers on one port; Ctrl-C stops them all.").read(arguments)
    _refuse_odd(options)
    data = environment.point_at(options.data)
    try:
        with folder_lock(data), ports.hold(options.host, options.port) as port:
            refused = _joined(options, data) if options.only else _prepared(options, port)
            return refused or serve(options, data, port, on_ready=lambda url: greet(url, data))
    except ports.PortTaken as error:
        parser.refuse("anxin serve", f"--port: {error}")
    except AlreadyServed as error:
        parser.refuse("anxin serve", f"--data: {error}")


def _options(command: str, about: str) -> parser.Parser:
    options = parser.Parser(command, about)
    add_ports(options)
    options.add_argument("--live-port", type=parser.port, help="serve live streams apart, on this port")
    options.add_argument("--only", choices=ALONE, help="serve this alone; the rest and the workers run elsewhere")
    processes = "web or page processes (default 1; 2 pages when live is apart)"
    options.add_argument("--processes", type=parser.whole, help=processes)
    workers.add_queues(options, "so many processes for a queue (1 for each that isn't named); may be repeated")
    workers.add_grace(options, GRACE_S)
    return options


def _refuse_odd(options: argparse.Namespace) -> None:
    """End with 2 where options don't go together."""
    for name, given in (("--queue", options.queue), ("--live-port", options.live_port is not None)):
        if options.only and given:
            parser.refuse("anxin serve", f"--only: expected without {name}, got both")
    if options.only == "live" and options.processes:
        parser.refuse("anxin serve", "--processes: expected with pages, got --only live")


def add_ports(options: parser.Parser) -> None:
    """Add what every serving command takes."""
    options.add_argument("--port", type=parser.port, default=8000, help="port to listen on (default 8000; 0: any)")
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    options.set_defaults(live_port=None, only=None, processes=None, queue=None, grace=GRACE_S)


def _workers(options: argparse.Namespace) -> dict[str, tuple[str, ...]]:
    return {} if options.only else workers.parts_of({**dict.fromkeys(QUEUES, 1), **dict(options.queue or ())})


def _prepared(options: argparse.Namespace, port: socket.socket) -> int:
    """Load the house and prepare its folder; return the status to end with where that can't be, else 0."""
    load(options)
    ready = forked("upgrade", partial(upgrade.first_start, url_of(port)))
    ready.join()
    return ready.exitcode or 0


def _joined(options: argparse.Namespace, data: Path) -> int:
    become_parent(options)
    return admission.join("anxin serve", data, pages=True)


def become_parent(options: argparse.Namespace) -> None:
    """Tell the parts which of them there are."""
    environment.become_parent(instance=secrets.token_hex(8), parts=",".join(_workers(options)), static="collected")


def load(options: argparse.Namespace) -> None:
    """Load the house once for all parts; nothing in this process asks the database."""
    become_parent(options)
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
    supervisor = Supervisor(_parts(options, host, number), say=say, grace_s=options.grace)
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
        listening = {options.only or "web": (number, options.processes or 1)}
    else:
        listening = {"pages": (number, options.processes or 2), "live": (options.live_port, 1)}
    grace_s = options.grace
    web = [Part(name=kind, work=partial(_listen, kind, host, *how, grace_s)) for kind, how in listening.items()]
    working = _workers(options).items()
    return [*web, *(Part(name=name, work=partial(workers.work, queues, grace_s, name)) for name, queues in working)]


def _listen(kind: str, host: str, port: int, processes: int, grace_s: float) -> None:
    from anxin.commands.serve import web

    web.main(kind, host, port, processes, grace_s)


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
