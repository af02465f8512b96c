"""A prepared demo: what is over is told once and kept beside the data; each opening copies it under a new master key.

The long part of the story takes a minute or two by the actions. What runs on a clock is never prepared: it is told
when the demo opens, so that its ages are true. The folder is this machine's own, and nothing of it is ever served.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

NOTE = "story.json"
OLDEST = timedelta(days=21)
REFRESH = timedelta(days=1)
SOURCES = ("core", "domain", "demo", "config")


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What was told, when, and the links of its cases."""

    folder: Path
    told_at: datetime
    links: dict[str, str]

    def is_stale(self, *, now: datetime) -> bool:
        """Return whether a newer one should be told for the next opening."""
        return now - self.told_at > REFRESH


def prepared_in(folder: Path, *, now: datetime) -> Prepared | None:
    """Return the prepared story, or nothing where there is none, another version told it, or it is too old."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        told_at = datetime.fromisoformat(note["told_at"])
    except (OSError, ValueError, KeyError):
        return None
    if note.get("version") != version() or now - told_at > OLDEST:
        return None
    return Prepared(folder=folder, told_at=told_at, links=note["links"])


def version() -> str:
    """Name what told a story: the code that tells it and the pictures it shows."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(one for room in SOURCES for one in (package / room).rglob("*") if one.suffix in KINDS):
        digest.update(f"{path.relative_to(package)}|".encode() + path.read_bytes())
    return digest.hexdigest()


KINDS = (".py", ".jpg")


@contextlib.contextmanager
def room(folder: Path) -> Iterator[Path]:
    """Yield an empty folder to tell the story in; it takes the place of the old one when all went well."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    yield fresh
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def note(fresh: Path, *, told_by: str, links: dict[str, str], now: datetime) -> None:
    """Write down what was told, by which version; the log of the database goes into its file."""
    with contextlib.closing(sqlite3.connect(fresh / "data" / "anxin.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    facts = {"version": told_by, "told_at": now.isoformat(), "links": links}
    with os.fdopen(os.open(fresh / NOTE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(facts, file, ensure_ascii=False, indent=1)


def copy(prepared: Prepared, *, data: Path, keys: Path) -> None:
    """Lay a copy into an empty data folder; its signing secret is not copied."""
    shutil.copytree(
        prepared.folder / "data", data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("secret", "lock", "sms")
    )
    shutil.copytree(prepared.folder / "keys", keys, dirs_exist_ok=True)


def renew_master() -> None:
    """Wrap all keys anew with a master of this folder's own, and forget the one that came along."""
    from anxin.core.keys import masters, ring  # noqa: PLC0415

    masters.renew()
    ring.rewrap()
    path = masters.key_file()
    own = path.read_text(encoding="ascii").split()[0]
    path.write_text(own + "\n", encoding="ascii")
    ring.forget()
