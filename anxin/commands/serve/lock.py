"""One data folder is served, restored or upgraded by one process at a time."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class AlreadyServed(Exception):
    """Another process works on this data folder."""


@contextlib.contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the folder's lock; the system releases it however this process ends."""
    data.mkdir(parents=True, exist_ok=True)
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
