"""What is dear and no question of a test is spared: pictures and tables are read once, passwords hashed cheaply."""

import functools
import hashlib
import os
import pickle
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from whitenoise.middleware import WhiteNoiseMiddleware

from anxin.core import child_processes
from anxin.engines.evidence import Opened
from anxin.faces.ground.middleware import SetUpFirst
from tests.conftest import FOLDER

type Told = subprocess.CompletedProcess[bytes]


def reading_once[T](read: Callable[..., T], most: int = 200) -> Callable[..., T]:
    """Give a reader that reads the same pictures once for all workers, and remembers so many."""
    known: dict[str, T] = {}
    shared = Path(os.environ[FOLDER]) / "readings"
    shared.mkdir(exist_ok=True)

    def reads(*arguments: object) -> T:
        key = hashlib.sha256(pickle.dumps((read.__module__, read.__name__, arguments))).hexdigest()
        if key not in known:
            known[key] = kept_in(shared / key, lambda: read(*arguments))
            if len(known) > most:
                known.pop(next(iter(known)))
        return deepcopy(known[key])

    return reads


def kept_in[T](place: Path, read: Callable[[], T]) -> T:
    """Give what another worker has read, or read it and lay it there whole."""
    with suppress(FileNotFoundError):
        return cast("T", pickle.loads(place.read_bytes()))
    found = read()
    aside = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    aside.write_bytes(pickle.dumps(found))
    aside.replace(place)
    return found


def telling_once(run: Callable[..., Told]) -> Callable[..., Told]:
    """Give what has a child read a table's file: of the same bytes within the same bounds one is asked once a run.

    Half a second each, and most tests that bring something along bring the same. A turn is waited for in any case.
    """
    shared = Path(os.environ[FOLDER]) / "told"
    shared.mkdir(exist_ok=True)

    def tells(lane: child_processes.Lane, child: Path, *words: str | int, given: bytes = b"", wall_s: float) -> Told:
        if lane != "tables":
            return run(lane, child, *words, given=given, wall_s=wall_s)
        path, *bounds = words
        key = hashlib.sha256(repr((str(child), bounds, given, wall_s)).encode())
        key.update(Path(path).read_bytes())
        place = shared / key.hexdigest()
        if not place.exists():
            return kept_in(place, lambda: run(lane, child, *words, given=given, wall_s=wall_s))
        with child_processes.turn(lane):
            return cast("Told", pickle.loads(place.read_bytes()))

    return tells


def opening_once(open_: Callable[..., Opened]) -> Callable[..., Opened]:
    """Give an opener of pictures that takes the same bytes in once; what the engine adds goes into a copy."""
    known: dict[str, Opened] = {}

    def opens(path: Any, **options: Any) -> Opened:
        key = hashlib.sha256(Path(path).read_bytes()).hexdigest() + repr(options)
        if key not in known:
            known[key] = open_(path, **options)
        return replace(known[key], taken=replace(known[key].taken, path=str(path)))

    return opens


def sparing(patched: pytest.MonkeyPatch) -> None:
    """Hash passwords cheaply (200 ms each, the real way), take every house for set up, find static files once.

    The files of the tests outlive no power cut either: nothing waits for the disk.
    """
    for cost, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
        patched.setattr(Argon2PasswordHasher, cost, least)
    patched.setattr(child_processes, "run", telling_once(child_processes.run))
    patched.setattr(os, "fsync", lambda _file: None)
    patched.setattr(SQLiteCursorWrapper, "convert_query", converting_once())
    patched.setattr(SetUpFirst, "done", True)
    patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", finding_once())


def converting_once() -> Callable[..., str]:
    """Give what turns a statement's `%s` into SQLite's `?`, and remembers the words of the last thousands."""
    convert = SQLiteCursorWrapper.convert_query
    known = functools.lru_cache(maxsize=4_000)(lambda query: convert(cast("Any", None), query))

    def converts(cursor: SQLiteCursorWrapper, query: str, *, param_names: Any = None) -> str:
        return known(query) if param_names is None else convert(cursor, query, param_names=param_names)

    return converts


def finding_once() -> Callable[[WhiteNoiseMiddleware], None]:
    """Give what finds the static files for the first client of a worker, and hands them to every further one."""
    found: dict[str, object] = {}
    find = WhiteNoiseMiddleware.add_files_from_finders

    def finds(serving: WhiteNoiseMiddleware) -> None:
        if not found:
            find(serving)
            found.update(serving.files)
        serving.files.update(found)

    return finds
