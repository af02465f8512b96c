"""`anxin backup --server`: PostgreSQL's own copy of all its pages, beside the sealed files, in one folder of sets.

FOLDER/wal             what PostgreSQL archives (its `archive_command` puts it there): every moment after a set
FOLDER/files           sealed files, each once
FOLDER/20261130-021500 a set: base, and the manifest of it and of the files that were there when it ended
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from anxin import __version__
from anxin.commands import postgres_tools, progress
from anxin.core.folders import sync

FORMAT = 2
MANIFEST, BASE, FILES, WAL, PAGES = "manifest.json", "base", "files", "wal", "backup_manifest"


class Busy(ValueError):
    """Another backup is written into the same folder."""


def make(folder: Path, *, incremental: bool, tools: Path | None) -> Path:
    """Write a set beside its place and put it there when it is whole and on disk.

    An incremental one holds the pages that changed since the newest set there. Raises `ToolFailed` or `ValueError`.
    """
    if incremental and newest(folder) is None:
        raise ValueError(f"--incremental: expected a set in {folder} to go on from, got none")
    with held(folder):
        return _make(folder, newest(folder) if incremental else None, tools)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder: one writes or drops there at a time; raise `Busy` where another does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"expected {folder} for us alone, got one that another backup is written into") from None
        yield


def _make(folder: Path, prior: Path | None, tools: Path | None) -> Path:
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    draft = folder / f".{name}.{os.getpid()}"
    draft.mkdir(parents=True)
    try:
        about = _copy_pages(draft / BASE, prior, tools)
        (folder / WAL).mkdir(exist_ok=True)
        about["files"] = _copy_files(folder / FILES, _hashes(newest(folder)))
        _write(draft / MANIFEST, json.dumps(about, indent=1).encode())
        draft.replace(folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync(folder)
    return folder / name


def newest(folder: Path) -> Path | None:
    """Return the newest whole set of a folder."""
    return max((path.parent for path in folder.glob(f"[0-9]*/{MANIFEST}")), default=None)


def read(one: Path) -> dict[str, Any]:
    """Return the manifest of a set."""
    try:
        manifest: dict[str, Any] = json.loads((one / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise ValueError(f"expected a set with its {MANIFEST}, got {one} ({error})") from None
    if manifest.get("format") != FORMAT:
        raise ValueError(f"{one / MANIFEST}: expected format {FORMAT}, got {manifest.get('format')!r}")
    return manifest


def chain(one: Path) -> list[Path]:
    """Return what a set is put together from: the whole one it goes back to first."""
    found = [one]
    while prior := read(found[0])["prior"]:
        found.insert(0, one.parent / prior)
    return found


def hash_of(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_pages(base: Path, prior: Path | None, tools: Path | None) -> dict[str, Any]:
    from django.db import connection

    about = _server()
    if prior is not None and not about["summarizes"]:
        raise ValueError("--incremental: expected PostgreSQL 17 or newer with summarize_wal = on, got one without")
    reach, secret = postgres_tools.conninfo(connection.settings_dict)
    words = [f"--dbname={reach}", f"--pgdata={base}", "--wal-method=stream", "--checkpoint=fast", "--no-password"]
    words += ["--manifest-checksums=SHA256", *([f"--incremental={prior / BASE / PAGES}"] if prior else [])]
    progress.at("copying the database's pages")
    postgres_tools.run(postgres_tools.found("pg_basebackup", tools), *words, extra=secret)
    return {
        **about,
        "format": FORMAT,
        "version": __version__,
        "made_at": datetime.now(UTC).isoformat(),
        "prior": prior.name if prior else "",
        "pages": hash_of(base / PAGES),
    }


def summarizes() -> bool:
    """Return whether the server tells what changed since a set."""
    return bool(_server()["summarizes"])


def _server() -> dict[str, Any]:
    """Return what is said of the server, and who is asked there for what."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), coalesce(current_setting('summarize_wal', true), '')")
        version, summarizes = cursor.fetchone()
    facts = connection.settings_dict
    return {"server": version, "summarizes": summarizes == "on", "database": facts["NAME"], "user": facts["USER"]}


def _hashes(known: Path | None) -> dict[str, str]:
    return dict(read(known)["files"]) if known else {}


def _copy_files(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """Copy the sealed files that the folder lacks, and return the hash of each that is there now.

    What is taken away meanwhile is left out: its row says so, or will.
    """
    from anxin.core.files import store

    place, found = store.here(), {}
    every = sorted(name for name, _since in place.each())
    for number, name in enumerate(every, start=1):
        progress.at(f"{number} of {len(every)} files")
        with suppress(FileNotFoundError, store.Lost):
            if name not in known or not (folder / name).exists():
                with place.at_hand(name) as source:
                    known[name] = _copy(source, folder / name)
            found[name] = known[name]
    return found


def _copy(source: Path, to: Path) -> str:
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}")
    shutil.copyfile(source, draft)
    _settle(draft, to)
    return hash_of(to)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(content)
    _settle(draft, path)


def _settle(draft: Path, to: Path) -> None:
    """Put what was written to its place when it is on disk."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(to)
    sync(to.parent)
