"""`anxin backup`: one file with all rows and all sealed files, made while everything runs.

The master key and the signing secret are not in it: whoever finds the file can't read it.
"""

import argparse
import hashlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from anxin import __version__
from anxin.commands import base_backup, base_sets, parser, postgres_tools, progress

LEFT_S = 86_400
"""So old is what nobody writes any more."""
MANIFEST, DATABASE, FILES = "manifest.json", "database.sqlite3", "files/"


def run(arguments: list[str]) -> int:
    """Make a backup and say what is in it."""
    options = parser.Parser("backup", "Write all rows and sealed files into one new file; the keys stay apart.")
    options.add_argument("file", nargs="?", type=parser.new_file, help="new file (default: in DIR/backups)")
    options.add_argument("--server", type=Path, metavar="FOLDER", help="PostgreSQL's pages instead, a set in FOLDER")
    options.add_argument("--incremental", action="store_true", help="what changed since the newest set there")
    options.add_argument("--tools", type=Path, metavar="DIR", help="where pg_basebackup lies, if not on the path")
    known = options.open_house(arguments, filled=True)
    if known.file and known.server:
        options.error(f"file: expected either a new file or --server FOLDER, got {known.file} and {known.server}")
    path = _of_server(options, known) if known.server else make(known.file or default_path())
    size = base_sets.size_of(path)
    _note(path, size)
    print(f"backup: {path} ({size:,} bytes); keep the keys folder apart from it")
    return _dropped(path.parent) if known.server else 0


def _dropped(folder: Path) -> int:
    """Drop the sets that are kept no longer, and say which."""
    from anxin.domain.opening import queries

    try:
        for name in base_sets.drop(folder, since=queries.sets_kept_since(now=datetime.now(UTC))):
            print(f"dropped: {folder / name}")
    except (OSError, ValueError) as error:
        print(f"anxin backup: the set is whole, older ones were not dropped: {error}", file=sys.stderr)
        return 1
    return 0


def _of_server(options: parser.Parser, known: argparse.Namespace) -> Path:
    """Make a set of PostgreSQL's pages."""
    from django.db import connection

    if connection.vendor != "postgresql":
        options.error("--server: expected a database in PostgreSQL, got SQLite: leave the option out")
    try:
        return base_backup.make(known.server.absolute(), incremental=known.incremental, tools=known.tools)
    except (ValueError, postgres_tools.ToolFailed) as error:
        _note(known.server.absolute(), 0, fault=str(error))
        options.error(str(error))


def _note(path: Path, size: int, *, fault: str = "") -> None:
    """Write down that it was made, or why not: the checklist looks for it."""
    from anxin.core.acting import acting
    from anxin.domain.opening import actions as opening

    now = datetime.now(UTC)
    acting(lambda: opening.note_backup(path=str(path.absolute()), size=size, fault=fault, now=now))


def default_path() -> Path:
    """Name a new file in the data folder's backups."""
    from django.conf import settings

    folder: Path = settings.DATA / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"anxin-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"


def make(path: Path) -> Path:
    """Write the backup beside its place and put it there when it is whole and on disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".anxin-backup-") as folder:
            rows = Path(folder) / DATABASE
            counts = snapshot(rows)
            with draft.open("wb") as file:
                _write(file, rows, counts)
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def make_room(folder: Path, *, kept: int, now: datetime) -> None:
    """Drop the oldest nightly backups beyond those that are kept, and what a backup that broke off left there.

    The newest whole one stays whatever is asked.
    """
    for old in sorted(folder.glob("anxin-*.tar"))[: -max(kept, 1)]:
        old.unlink(missing_ok=True)
    for draft in folder.glob(".anxin-*"):
        if now.timestamp() - draft.stat().st_mtime > LEFT_S:
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink(missing_ok=True)


def _write(file: IO[bytes], rows: Path, counts: dict[str, int]) -> None:
    from anxin.core.files import store

    hashes = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.add(rows, arcname=DATABASE, recursive=False)
        hashes[DATABASE] = _hash(rows)
        place = store.here()
        every = sorted(name for name, _since in place.each())
        for number, name in enumerate(every, start=1):
            progress.at(f"{number} of {len(every)} files")
            with place.at_hand(name) as source:
                tar.add(source, arcname=FILES + name, recursive=False)
                hashes[FILES + name] = _hash(source)
        manifest = {
            "format": 1,
            "version": __version__,
            "made_at": datetime.now(UTC).isoformat(),
            "counts": counts,
            "sha256": hashes,
        }
        content = json.dumps(manifest, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))


def snapshot(path: Path) -> dict[str, int]:
    """Write all rows, as they stand at one moment, into a SQLite file; give the count by table."""
    from django.db import connection

    from anxin.commands import rows
    from anxin.config.environment import sqlite

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
            for table in rows.LEFT_BEHIND.intersection(_tables(target)):  # an older version has another one
                target.execute(f'DELETE FROM "{table}"')
            target.commit()
            target.execute("VACUUM")
            return {one: target.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0] for one in _tables(target)}
    rows.add_database("copy", sqlite(path))
    rows.prepare("copy")
    return _copied("copy")


def _tables(base: sqlite3.Connection) -> list[str]:
    return sorted(name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))


def _copied(alias: str) -> dict[str, int]:
    from django.db import connections

    from anxin.commands import rows
    from anxin.core import replicas

    counts = rows.copy(replicas.here(), alias)
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA journal_mode=DELETE")
    connections[alias].close()
    return counts


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(path: Path) -> dict[str, Any]:
    """Read a whole backup and compare it with its manifest; raise `ValueError` naming the first difference."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path) as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or member.name.startswith(("/", "..")) or "/../" in member.name:
                    raise ValueError(f"expected plain files, got {member.name!r}")
                if member.name == MANIFEST:
                    manifest = json.load(content)
                else:
                    read = hashlib.file_digest(content, "sha256")  # type: ignore[arg-type]  # it reads as a file does
                    found[member.name] = read.hexdigest()
    except tarfile.TarError as error:
        raise ValueError(f"expected a whole backup, got a broken archive ({error})") from None
    if manifest is None:
        raise ValueError("expected a whole backup, got one without its manifest")
    for name, hashed in manifest["sha256"].items():
        if found.get(name) != hashed:
            raise ValueError(f"expected {name} as it was written, got {'another' if name in found else 'none'}")
    return manifest
