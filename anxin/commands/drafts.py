"""Where an export is written until it is whole: a folder beside its target, held while its process lives."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

PREFIX, HELD = ".anxin-export-", ".held"
LEFT_S = 86400
"""So old a folder of an earlier version, which held none, is taken for one that broke off."""


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside another; what exports that broke off, however they did, left there goes first."""
    beside = folder.absolute().parent
    beside.mkdir(parents=True, exist_ok=True)
    for left in (*beside.glob(f"{PREFIX}*"), *beside.glob(f".{folder.name}.[0-9]*")):
        if left.is_dir() and not _is_held(left):
            shutil.rmtree(left, ignore_errors=True)
    place = beside / f"{PREFIX}{token_hex(8)}"
    place.mkdir(mode=0o700)
    try:
        with (place / HELD).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _is_held(left: Path) -> bool:
    """Return whether a process lives that writes there; the system lets go of its lock however it ends."""
    try:
        with (left / HELD).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return time.time() - left.stat().st_mtime < LEFT_S
    return False
