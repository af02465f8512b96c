"""One data folder is served, restored or upgraded by one process at a time."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from anxin.config import environment


class AlreadyServed(Exception):
    """Another process works on this data folder."""


@contextlib.contextmanager
def folder_lock(data: Path) -> Iterator[None]:
    """Hold the folder's lock; the system releases it however this process ends.

    Folders that an earlier version left open to others are closed first.
    """
    environment.take(data)
    data.mkdir(parents=True, exist_ok=True)
    for folder in (data, environment.read().keys):
        if folder.is_dir() and folder.stat().st_mode & 0o077:
            environment.close_to_others(folder)
    with (data / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyServed(
                f"expected a data folder nobody works on, got {data} held by process {file.read().strip()}"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
