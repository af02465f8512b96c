"""Where plain files lie while they are read: a folder of each process's own, gone with whoever dies before it is empty.

A process holds the lock of its folder as long as it lives, however it ends; whoever makes one next destroys those that
nobody holds. In a process that serves, what libraries put down for a moment (an upload, a sheet of Excel) lies there.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

HELD = ".held"


@dataclass(kw_only=True)
class _Own:
    """This process's folder, with the lock that says it lives; `settled` where all temporary files lie there."""

    folder: Path | None = None
    lock: int = -1
    settled: bool = False


_OWN = _Own()


def settle() -> None:
    """Have whatever this process, and each that is forked from it, writes for a moment lie in a folder of its own."""
    _OWN.settled = True
    tempfile.tempdir = os.environ["TMPDIR"] = str(_own())


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder that nobody else reads, and destroy it with all that was laid into it."""
    with tempfile.TemporaryDirectory(dir=_own()) as name:
        yield Path(name)


def _own() -> Path:
    if _OWN.folder is None or not _OWN.folder.is_dir():
        _OWN.folder, _OWN.lock = _made(settings.DATA / "run" / "plain")
    return _OWN.folder


def _made(root: Path) -> tuple[Path, int]:
    """Make a folder and hold it; what was left by those who hold theirs no more goes."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (root / HELD).open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for left in root.iterdir():
            if left.is_dir() and not _is_held(left):
                shutil.rmtree(left, ignore_errors=True)
        made = Path(tempfile.mkdtemp(dir=root))
        lock = os.open(made / HELD, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return made, lock


def _is_held(left: Path) -> bool:
    try:
        with (left / HELD).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _forked() -> None:
    """Let go of the parent's folder; its own is made at once where all temporary files lie in it."""
    if _OWN.lock >= 0:
        with suppress(OSError):
            os.close(_OWN.lock)
    _OWN.folder, _OWN.lock = None, -1
    if _OWN.settled:
        settle()


os.register_at_fork(after_in_child=_forked)
