"""The index: one table that is the truth (SQLite), and files of records that are its cache.

One writer at a time (a lock on ``writer.lock``); readers follow the files' growth. A tombstone hides an entry at once;
`rebuild` writes the files anew from the table and compares counts.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.errors import WrongIndex
from anxin.engines.evidence.intake.opened_file import CANONICAL
from anxin.engines.evidence.matching.features import Features
from anxin.engines.evidence.reuse import records, sketches
from anxin.engines.evidence.reuse.signatures import KEPT, binarise, choose

CODE_SIZE = 8 + 32 + 4 + 4
LOCAL_SIZE = 8 + 4 + KEPT * 16 + 4
NEWEST = 200_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, pixels TEXT NOT NULL, codes TEXT NOT NULL,
  quality INTEGER NOT NULL, owner TEXT NOT NULL, order_key TEXT NOT NULL, party TEXT NOT NULL, pipeline TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS by_sha ON entries (sha256);
CREATE INDEX IF NOT EXISTS by_pixels ON entries (pixels);
CREATE INDEX IF NOT EXISTS by_name ON entries (name);
CREATE TABLE IF NOT EXISTS sketches (entry INTEGER PRIMARY KEY, sketch BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
  entry INTEGER NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (entry, model));
"""


@dataclass(frozen=True, slots=True)
class Keys:
    """Whose picture, of which order, from which party; entries of another owner are never compared."""

    owner: str = ""
    order: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table."""

    id: int
    name: str
    sha256: str
    pixels: str
    codes: tuple[str, ...]
    quality: int
    keys: Keys
    pipeline: str


class Index:
    """An index folder. Open with `create=True` to make one; use as a context manager."""

    def __init__(self, folder: str | os.PathLike[str], *, create: bool = False, newest: int = NEWEST) -> None:
        self.folder, self.newest = Path(folder), newest
        path = self.folder / "table.sqlite3"
        if not create and not path.exists():
            raise WrongIndex(f"expected an index folder, got {self.folder}")
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self.table = sqlite3.connect(path, timeout=30, check_same_thread=False)
            self.table.execute("PRAGMA journal_mode=WAL")
            self.table.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            raise WrongIndex(f"expected an index folder, got {self.folder} ({error})") from error
        self.codes, self.code_entries = np.zeros((0, 4), np.uint64), np.zeros(0, np.int64)
        self.hidden: set[int] = set()
        self.local = LocalTier()
        self._codes_read = self._local_read = 0
        self.refresh()

    def __enter__(self) -> "Index":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the table."""
        self.table.close()

    def __len__(self) -> int:
        return int(self.table.execute("SELECT count(*) FROM entries WHERE removed = 0").fetchone()[0])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; a second writer is refused at once."""
        with (self.folder / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise WrongIndex(f"expected to be the only writer, got another one in {self.folder}") from error
            yield

    def refresh(self) -> None:
        """Read what was appended since; a file that shrank (a rebuild) is read anew."""
        path = self.folder / "codes.rec"
        size = path.stat().st_size if path.exists() else 0
        if size // CODE_SIZE < self._codes_read:
            self.codes, self.code_entries = np.zeros((0, 4), np.uint64), np.zeros(0, np.int64)
            self.hidden, self._codes_read = set(), 0
        rows, self._codes_read = records.read(path, CODE_SIZE, self._codes_read)
        if len(rows) == 0:
            return
        entries = rows[:, :8].copy().view("<i8").ravel()
        flags = rows[:, 40:44].copy().view("<u4").ravel()
        self.hidden |= {int(entry) for entry in entries[flags == 1]}
        live = flags == 0
        words = rows[live, 8:40].copy().view(">u8").astype(np.uint64)
        self.codes = np.ascontiguousarray(np.concatenate([self.codes, words])) if len(self.codes) else words
        self.code_entries = np.concatenate([self.code_entries, entries[live]])

    def refresh_local(self) -> None:
        """Read the local tier's new records and sort its signatures by key (only when a search needs it)."""
        path = self.folder / "local.rec"
        if path.exists() and path.stat().st_size // LOCAL_SIZE < self._local_read:
            self.local, self._local_read = LocalTier(), 0
        rows, self._local_read = records.read(path, LOCAL_SIZE, self._local_read)
        if len(rows):
            self.local.extend(rows, self.newest)

    def add(
        self, *, name: str, sha256: str, pixels: str, codes: Iterable[str], quality: int, keys: Keys, features: Features
    ) -> Entry:
        """Add one picture: first the table, then the files."""
        listed = tuple(codes)
        with self.writing(), self.table:
            values = (
                name,
                sha256,
                pixels,
                " ".join(listed),
                quality,
                keys.owner,
                keys.order,
                keys.party,
                CANONICAL.split(":")[0],
            )
            marks = ", ".join("?" * len(values))
            columns = "name, sha256, pixels, codes, quality, owner, order_key, party, pipeline"
            number = self.table.execute(f"INSERT INTO entries ({columns}) VALUES ({marks})", values).lastrowid
            assert number is not None
            self.table.execute("INSERT INTO sketches VALUES (?, ?)", (number, sketches.pack(features)))
            self.table.execute("DELETE FROM sketches WHERE entry <= ?", (number - self.newest,))
            self.table.commit()
            rows = [_code_record(number, code, 0) for code in listed]
            records.append(self.folder / "codes.rec", rows, CODE_SIZE)
            records.append(self.folder / "local.rec", [_local_record(number, features)], LOCAL_SIZE)
        return Entry(number, name, sha256, pixels, listed, quality, keys, CANONICAL.split(":")[0])

    def describe(self, number: int, model: str, vector: NDArray[np.float32]) -> None:
        """Keep an entry's vector of an operator's model."""
        with self.writing(), self.table:
            values = (number, model, vector.astype("<f2").tobytes())
            self.table.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", values)

    def vectors(self, model: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Read all vectors of one model: entries (n,) and unit vectors (n, size)."""
        rows = self.table.execute(
            "SELECT entry, vector FROM vectors WHERE model = ? ORDER BY entry", (model,)
        ).fetchall()
        numbers = np.array([row[0] for row in rows], np.int64)
        matrix = np.array([np.frombuffer(row[1], "<f2") for row in rows], np.float32)
        return numbers, matrix.reshape(len(rows), -1) if rows else np.zeros((0, 0), np.float32)

    def remove(self, name: str) -> int:
        """Hide every entry of a name, erase its sketch, hashes and keys; return how many there were.

        Its codes and signatures leave the files with the next `rebuild`.
        """
        self.table.execute("PRAGMA secure_delete=ON")
        with self.writing(), self.table:
            numbers = [
                row[0] for row in self.table.execute("SELECT id FROM entries WHERE name = ? AND removed = 0", (name,))
            ]
            for number in numbers:
                blank = "sha256 = '', pixels = '', codes = '', name = '', owner = '', order_key = '', party = ''"
                self.table.execute(f"UPDATE entries SET removed = 1, {blank} WHERE id = ?", (number,))
                self.table.execute("DELETE FROM sketches WHERE entry = ?", (number,))
                self.table.execute("DELETE FROM vectors WHERE entry = ?", (number,))
            self.table.commit()
            records.append(self.folder / "codes.rec", [_code_record(n, "0" * 64, 1) for n in numbers], CODE_SIZE)
        self.refresh()
        return len(numbers)

    def names(self) -> list[str]:
        """Return the names of all entries."""
        rows = self.table.execute("SELECT DISTINCT name FROM entries WHERE removed = 0 ORDER BY name")
        return [name for (name,) in rows]

    def entry(self, number: int) -> Entry | None:
        """Read one entry, None where it was removed or the file knows more than the table."""
        columns = "id, name, sha256, pixels, codes, quality, owner, order_key, party, pipeline"
        row = self.table.execute(f"SELECT {columns} FROM entries WHERE id = ? AND removed = 0", (number,)).fetchone()
        return _entry(row) if row else None

    def same(self, sha256: str, pixels: str) -> list[Entry]:
        """Find entries of the same bytes or the same pixels."""
        columns = "id, name, sha256, pixels, codes, quality, owner, order_key, party, pipeline"
        where = "removed = 0 AND (sha256 = ? OR (pixels = ? AND pixels <> ''))"
        query = f"SELECT {columns} FROM entries WHERE {where} ORDER BY id"
        return [_entry(row) for row in self.table.execute(query, (sha256, pixels))]

    def sketch(self, number: int) -> Features | None:
        """Unpack an entry's sketch; old entries have none."""
        row = self.table.execute("SELECT sketch FROM sketches WHERE entry = ?", (number,)).fetchone()
        return sketches.unpack(row[0]) if row else None

    def stats(self) -> dict[str, int]:
        """Count the table against the files."""
        sketched = int(self.table.execute("SELECT count(*) FROM sketches").fetchone()[0])
        removed = int(self.table.execute("SELECT count(*) FROM entries WHERE removed = 1").fetchone()[0])
        return {
            "entries": len(self), "removed": removed, "codes": len(self.codes), "sketches": sketched,
            "hidden": len(self.hidden),
        }  # fmt: skip

    def rebuild(self) -> dict[str, int]:
        """Write the files anew from the table; return counts before and after."""
        before = self.stats()
        with self.writing():
            fresh = {name: self.folder / f"{name}.new" for name in ("codes.rec", "local.rec")}
            for path in fresh.values():
                path.unlink(missing_ok=True)
                path.touch()
            entries = self.table.execute("SELECT id, codes FROM entries WHERE removed = 0 ORDER BY id").fetchall()
            rows = [_code_record(number, code, 0) for number, codes in entries for code in codes.split()]
            records.append(fresh["codes.rec"], rows, CODE_SIZE)
            for number, blob in self.table.execute("SELECT entry, sketch FROM sketches ORDER BY entry"):
                records.append(fresh["local.rec"], [_local_record(number, sketches.unpack(blob))], LOCAL_SIZE)
            for name, path in fresh.items():
                path.replace(self.folder / name)
        self.codes, self.code_entries = np.zeros((0, 4), np.uint64), np.zeros(0, np.int64)
        self.hidden, self._codes_read, self._local_read, self.local = set(), 0, 0, LocalTier()
        self.refresh()
        expected = sum(len(codes.split()) for _, codes in entries)
        return {
            "codes_before": before["codes"],
            "codes": len(self.codes),
            "expected": expected,
            "entries": len(entries),
        }


class LocalTier:
    """Signatures of the newest entries, in the order of their 16-bit keys."""

    def __init__(self) -> None:
        self.rows = np.zeros((0, LOCAL_SIZE), np.uint8)
        self.words, self.owners = np.zeros((0, 2), np.uint64), np.zeros(0, np.int32)
        self.starts = np.zeros(65_537, np.int64)
        self.entries = np.zeros(0, np.int64)

    def extend(self, rows: NDArray[np.uint8], newest: int) -> None:
        """Take new records in, drop the oldest beyond the limit, and sort anew."""
        self.rows = np.concatenate([self.rows, rows])[-newest:] if len(self.rows) else rows[-newest:]
        self.entries = self.rows[:, :8].copy().view("<i8").ravel()
        counts = self.rows[:, 8:12].copy().view("<u4").ravel().astype(int).clip(0, KEPT)
        words = self.rows[:, 12 : 12 + KEPT * 16].copy().view("<u8").reshape(-1, 2)
        used = (np.arange(KEPT)[None, :] < counts[:, None]).ravel()
        owners = np.repeat(np.arange(len(self.rows), dtype=np.int32), KEPT)[used]
        words = words[used].astype(np.uint64)
        keys = key_of(words)
        order = np.argsort(keys, kind="stable")
        self.words, self.owners = np.ascontiguousarray(words[order]), np.ascontiguousarray(owners[order])
        self.starts = np.searchsorted(keys[order], np.arange(65_537)).astype(np.int64)


def key_of(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Take the 16 key bits out of 128-bit signatures: every eighth bit."""
    bytes_ = words.astype(">u8").view(np.uint8).reshape(len(words), 16)
    return np.packbits(bytes_ >> 7 & 1, axis=1).view(">u2").astype(np.int64).ravel()


def _code_record(number: int, code: str, flag: int) -> bytes:
    return records.sealed(number.to_bytes(8, "little") + bytes.fromhex(code) + flag.to_bytes(4, "little"))


def _local_record(number: int, features: Features) -> bytes:
    words = binarise(features.roots[choose(features, KEPT)])
    body = np.zeros((KEPT, 2), "<u8")
    body[: len(words)] = words
    return records.sealed(number.to_bytes(8, "little") + len(words).to_bytes(4, "little") + body.tobytes())


def _entry(row: tuple[int, str, str, str, str, int, str, str, str, str]) -> Entry:
    number, name, sha256, pixels, codes, quality, owner, order, party, pipeline = row
    return Entry(number, name, sha256, pixels, tuple(codes.split()), quality, Keys(owner, order, party), pipeline)
