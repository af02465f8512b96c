"""What one worker of a run has laid or walked lies on a shelf for the others: all of them have the same keys."""

import fcntl
import hashlib
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from tests.conftest import FOLDER
from tests.spared import kept_in

SEEN: set[Path] = set()
"""What this worker has read from there, or laid there itself."""


def folder_of(key: object) -> Path:
    """Return where what has this key lies: keys are told apart as they are written."""
    written = repr(key)
    assert " at 0x" not in written, f"no other worker writes this key: {written}"
    return Path(os.environ[FOLDER]) / "shelf" / hashlib.sha256(written.encode()).hexdigest()


def lay(key: object, now: datetime, one: object) -> None:
    """Lay something of a moment on the shelf, where there are others to take it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = folder_of(key) / f"{now.timestamp():.6f}-{os.getpid()}.one"
        place.parent.mkdir(parents=True, exist_ok=True)
        SEEN.add(place)
        kept_in(place, lambda: one)


def unseen[T](key: object, kind: type[T], serves: Callable[[datetime], bool]) -> Iterator[T]:
    """Give what others have laid there meanwhile, of the moments that serve."""
    for place in sorted(folder_of(key).glob("*.one")):
        if place not in SEEN and serves(datetime.fromtimestamp(float(place.name.partition("-")[0]), UTC)):
            SEEN.add(place)
            found = pickle.loads(place.read_bytes())
            assert isinstance(found, kind)
            yield found


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Have one worker at a time do what it does inside."""
    folder = Path(os.environ[FOLDER]) / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keys_of_all[T](make: Callable[[], T], put: Callable[[T], None]) -> T:
    """Return the keys' rows: the first worker makes them, every other has its rows put and gets the same files."""
    shared, own = Path(os.environ[FOLDER]) / "keys of all", Path(os.environ["ANXIN_KEYS"])
    with alone("keys"):
        if not shared.exists():
            shared.mkdir()
            made = kept_in(shared / "rows", make)
            shutil.copytree(own, shared / "files")
            return made
    shutil.copytree(shared / "files", own, dirs_exist_ok=True)
    rows = cast("T", pickle.loads((shared / "rows").read_bytes()))
    put(rows)
    return rows
