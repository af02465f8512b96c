"""Several machines without a shared disk: PostgreSQL, a store of files, and what a proxy chooses."""

import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg

from tests.patience import PATIENCE_S, until
from tests.running.house import ADMINISTERED, House, children_of

GRACE = ("--grace", "12")
"""Of twelve seconds a part that was told to stop answers on for two and a half, until the proxy has noticed."""


@dataclass
class Machines:
    """An installation in parts."""

    folder: Path
    outside: dict[str, str]
    pages: list[House] = field(default_factory=list)
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    names: int = 0

    def prepare(self) -> House:
        """Make tables and keys as an operator does once, from one machine."""
        first = self.machine()
        first.anxin("upgrade")
        first.python(ADMINISTERED)
        return first

    def tasks(self) -> list[str]:
        """Return the states of the tests' tasks."""
        with psycopg.connect(self.outside["ANXIN_DATABASE_URL"]) as base:
            asked = "SELECT state FROM core_latertask WHERE name = 'tests.core.later.work.work_longer'"
            return [state for (state,) in base.execute(asked)]

    def traces(self) -> Counter[str]:
        """Return what those that ended left, each with how often."""
        with psycopg.connect(self.outside["ANXIN_DATABASE_URL"]) as base:
            asked = "SELECT name FROM core_settingrow WHERE name LIKE 'task-%'"
            return Counter(name for (name,) in base.execute(asked))

    def machine(self) -> House:
        """Give one more machine: a folder with the master key and nothing else."""
        self.names += 1
        house = House(folder=self.folder / f"machine{self.names}", extra=self.outside)
        house.folder.mkdir(mode=0o700)
        return house

    def serve(self, *options: str) -> House:
        """Start pages, streams or both on a machine of their own."""
        self.pages.append(self.machine().open(*options, *GRACE))
        return self.pages[-1]

    def work(self, *queues: str) -> "subprocess.Popen[bytes]":
        """Start workers on a machine of their own, and wait until they are there."""
        house = self.machine()
        named = [word for queue in queues for word in ("--queue", queue)]
        process = subprocess.Popen([*house.argv, "worker", *named, *GRACE], env=house.environment)
        self.workers.append(process)
        until(lambda: any("anxin worker" in one for one in children_of(process.pid).values()), "the workers")
        return process

    def close(self) -> None:
        """Stop all of them."""
        for house in self.pages:
            house.close()
        for process in self.workers:
            process.terminate()
        for process in self.workers:
            process.wait(PATIENCE_S)


class Proxy:
    """What a proxy does: ask each machine how it is, four times a second, and send requests to those that are well."""

    def __init__(self) -> None:
        self.behind: list[House] = []
        self.ready: list[House] = []
        self._over = threading.Event()
        self._chance = random.Random(17)
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Proxy":
        self._watching.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            self.ready = [one for one in self.behind if one.health().get("status") == "ok"]

    def take(self, house: House) -> House:
        """Put a machine behind the proxy and wait until it is used."""
        self.behind.append(house)
        until(lambda: house in self.ready, "the proxy to use it")
        return house

    @property
    def port(self) -> int:
        """Choose a machine for one request."""
        return self._chance.choice(until(lambda: self.ready, "a machine that is well")).port


class Pooler:
    """PgBouncer by transaction, before the server of the tests: few connections, each lent for one transaction."""

    MOST = 3
    PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        said = dict(parse_qsl(parts.query))
        self.host = said.get("host") or parts.hostname or ""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"postgresql://{parts.username}@127.0.0.1:{self.port}{parts.path}?pooler=transaction"
        self.file = folder / "pgbouncer.ini"
        self.file.write_text(
            f"[databases]\n* = host={self.host} port={parts.port or 5432} user={parts.username}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\nauth_type = any\n"
            f"pool_mode = transaction\ndefault_pool_size = {self.MOST}\nmax_client_conn = 500\n"
            "max_prepared_statements = 200\n"
        )

    def __enter__(self) -> "Pooler":
        assert self.PROGRAM
        owner = pwd.getpwuid(Path(self.host).stat().st_uid).pw_name if os.getuid() == 0 else ""
        as_whom = ["-u", owner] if owner else []
        self.process = subprocess.Popen([self.PROGRAM, "-q", *as_whom, str(self.file)])
        until(self._is_there, "the pooler")
        return self

    def _is_there(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def __exit__(self, *_error: object) -> None:
        self.process.send_signal(signal.SIGQUIT)  # at once: it waits for nobody who is connected still
        self.process.wait(PATIENCE_S)


def secret() -> str:
    """Make what is the same on every machine."""
    return secrets.token_urlsafe(50)


def wait_for_stop(house: House) -> float:
    """Tell a machine to stop; return after how long it had."""
    assert house.process is not None
    began = time.monotonic()
    house.process.terminate()
    assert house.process.wait(PATIENCE_S) == 0
    return time.monotonic() - began
