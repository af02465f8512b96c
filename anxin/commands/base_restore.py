"""`anxin restore SET --cluster DIR`: a server's pages from a set, and what was archived since, up to a moment.

The server is started alone for it, reached by nobody else, until all is verified; then it is stopped and yours.
"""

import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from anxin.commands import base_backup, postgres_tools, progress
from anxin.commands.base_backup import BASE, FILES, MANIFEST, PAGES, WAL

LOOK_S = 0.2
ALONE = """listen_addresses = ''
hot_standby = off
archive_mode = off
max_connections = 40
recovery_target_action = promote
"""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is restored, into which empty folder of a server, up to when."""

    one: Path
    cluster: Path
    until: datetime | None
    tools: Path | None


def verify(one: Path, tools: Path | None) -> None:
    """Compare every page of a set, and of those it goes back to, with what was written; raise at the first fault."""
    for each in base_backup.chain(one):
        progress.at(f"verifying {each.name}")
        if base_backup.hash_of(each / BASE / PAGES) != base_backup.read(each)["pages"]:
            raise ValueError(f"expected {each / BASE / PAGES} as it was written, got another")
        postgres_tools.run(postgres_tools.found("pg_verifybackup", tools), str(each / BASE))


def lay(wanted: Wanted) -> None:
    """Put a set's pages into the empty folder, and say there how to go on from what was archived."""
    progress.at("laying the pages")
    parts = [str(each / BASE) for each in base_backup.chain(wanted.one)]
    if len(parts) == 1:
        shutil.copytree(parts[0], wanted.cluster, dirs_exist_ok=True)
    else:
        combine = postgres_tools.found("pg_combinebackup", wanted.tools)
        postgres_tools.run(combine, *parts, f"--output={wanted.cluster}")
    (wanted.cluster / "recovery.signal").touch()
    os.chmod(wanted.cluster, 0o700)
    postgres_tools.give_to(wanted.cluster, [wanted.cluster])


@contextmanager
def started(wanted: Wanted) -> Iterator[str]:
    """Start the server alone, and give the address that reaches it; it is stopped in the end."""
    with tempfile.TemporaryDirectory(prefix="anxin-restore-") as name:
        room = Path(name)
        (room / "postgresql.conf").write_text(_settings(wanted, room), encoding="utf-8")
        (room / "pg_hba.conf").write_text("local all all trust\n", encoding="utf-8")
        postgres_tools.give_to(wanted.cluster, [room])
        control = postgres_tools.found("pg_ctl", wanted.tools)
        words = ["-D", str(wanted.cluster)]
        start = [
            "-w",
            "-t",
            "600",
            "-l",
            str(room / "log"),
            "-o",
            f"-c config_file={room / 'postgresql.conf'}",
            "start",
        ]
        about = base_backup.read(wanted.one)
        url = f"postgresql://{about['user']}@/{about['database']}?host={room}"
        progress.at("going through what was archived")
        try:
            postgres_tools.run(control, *words, *start, owner=wanted.cluster)
        except postgres_tools.ToolFailed:
            raise ValueError(_why(room / "log")) from None
        try:
            _wait(url, wanted.cluster, room / "log")
            yield url
        finally:
            if _runs(wanted.cluster):
                postgres_tools.run(control, *words, "-w", "-m", "fast", "stop", owner=wanted.cluster)


def _wait(url: str, cluster: Path, log: Path) -> None:
    """Wait until the server has gone through the archive and may be asked; raise `ValueError` where it ended."""
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if not _runs(cluster):
                raise ValueError(_why(log)) from None
            time.sleep(LOOK_S)
        else:
            return


def _runs(cluster: Path) -> bool:
    return (cluster / "postmaster.pid").exists()


def _settings(wanted: Wanted, room: Path) -> str:
    archive = wanted.one.parent / WAL
    said = f"{ALONE}unix_socket_directories = '{room}'\nhba_file = '{room / 'pg_hba.conf'}'\n"
    said += f"restore_command = 'cp {shlex.quote(str(archive))}/%f %p'\n"
    return said + (f"recovery_target_time = '{wanted.until.isoformat(sep=' ')}'\n" if wanted.until else "")


def _why(log: Path) -> str:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return f"expected a server that starts, got {(fatal or lines or ['nothing'])[-1]}"


def place_files(one: Path) -> None:
    """Put the sealed files that the store lacks; each is what was written, else `ValueError` names it."""
    from anxin.core.files import store

    folder, place = one.parent / FILES, store.here()
    known, there = base_backup.read(one)["files"], {name for name, _since in place.each()}
    for path in sorted(folder.glob("*/*")):
        name = path.relative_to(folder).as_posix()
        if name in there or path.name.startswith("."):
            continue
        progress.at(f"keeping {path.name}")
        if name in known and base_backup.hash_of(path) != known[name]:
            raise ValueError(f"expected {path} as {MANIFEST} says it was written, got another")
        place.put(_draft(path), name)


def _draft(path: Path) -> Path:
    """Copy a file to where the store takes drafts from: the backup keeps its own."""
    from anxin.core.files import store

    with path.open("rb") as file:
        return store.draft(iter(lambda: file.read(1 << 20), b""))
