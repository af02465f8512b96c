"""The files folder: a draft is sealed aside, fsynced, moved to its place, and the folders fsynced."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from anxin.core.errors import Missing, Unavailable
from anxin.core.ids import uuid7

BLOCK = 1 << 16


class NoSpace(Unavailable):
    """The disk, or the quota, is full."""

    code = "files.no_space"


class ReadOnly(Unavailable):
    """The files folder can't be written."""

    code = "files.read_only"


class Lost(Missing):
    """The bytes of a file are not where they should be."""

    code = "files.lost"


def root() -> Path:
    """Name the files folder."""
    return Path(settings.FILES)


def place(sha256: str, file_id: UUID) -> Path:
    """Name a file's place: by content, and by its row, whose key it was sealed with."""
    return root() / sha256[:2] / f"{sha256}.{file_id}"


def draft(blocks: Iterable[bytes]) -> Path:
    """Write sealed blocks aside and fsync them; on any fault nothing stays."""
    path = root() / "incoming" / str(uuid7())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for block in blocks:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _discard(path)
        raise refused(error) from error
    except BaseException:
        _discard(path)
        raise
    return path


def _discard(path: Path) -> None:
    """Take a draft away; where the disk takes no change at all, what stays is swept later, and the fault is said."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def put_in_place(path: Path, to: Path) -> None:
    """Move a draft to its place so that it is there after a power cut."""
    try:
        new = not to.parent.exists()
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)
        sync(to.parent)
        if new:
            sync(to.parent.parent)
    except OSError as error:
        _discard(path)
        raise refused(error) from error


def read(path: Path) -> Iterator[bytes]:
    """Yield a file's sealed blocks."""
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except FileNotFoundError as error:
        raise Lost({"file": path.name}) from error


def sync(folder: Path) -> None:
    """Make a folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refused(error: OSError) -> Unavailable:
    """Return what a write was refused for."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return NoSpace({"folder": root().name})
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly({"folder": root().name})
    return Unavailable({"folder": root().name, "errno": errno.errorcode.get(error.errno or 0, "")})
