"""Where sealed files lie: the files folder, or a store that speaks S3; both are asked in the same words.

A file is sealed into a draft beside the folder and fsynced; from there it is put under its name, and is on disk, or
acknowledged and read back, before anybody is told of it. Names are `ab/abcd….id` for files, `uploads/id` for pieces of
uploads under way.
"""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings

from anxin.core.errors import Missing, Unavailable
from anxin.core.folders import sync
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


class Store(Protocol):
    """What a place for sealed files does; a name is given once, and what lies under it never changes."""

    def put(self, draft: Path, name: str) -> None:
        """Keep a draft under a name so that it stays; the draft is gone then, whatever happens."""

    def read(self, name: str, *, start: int = 0) -> Iterator[bytes]:
        """Yield the blocks under a name, from a byte on; raise `Lost`."""

    def delete(self, name: str) -> None:
        """Take away what lies under a name, if anything does."""

    def each(self, under: str = "") -> Iterator[tuple[str, datetime]]:
        """Yield the name of all that lies there, or `under` one of its folders, in their order, and since when."""

    def at_hand(self, name: str) -> AbstractContextManager[Path]:
        """Return what lies under a name as a file that can be read for a moment."""

    def trial(self) -> None:
        """Do with something of no worth what is done with files; raise what they would meet."""

    def sweep(self, *, before: datetime) -> int:
        """Take away what was begun before a moment and never became a file; give how many."""


def here() -> Store:
    """Return the store that this installation is set to; what speaks S3 is loaded where it is asked for."""
    return bucket(settings.S3) if settings.S3 else FOLDER


def bucket(address: str) -> Store:
    """Return the store behind an address; raise `ValueError` where it is none."""
    made: Store = import_module("anxin.core.files.bucket").at(address)
    return made


def root() -> Path:
    """Return the files folder; drafts lie there also where files lie elsewhere."""
    return Path(settings.FILES)


def name_of(sha256: str, file_id: UUID) -> str:
    """Return the name of a file: by content, and by its row, whose key it was sealed with."""
    return f"{sha256[:2]}/{sha256}.{file_id}"


def place(sha256: str, file_id: UUID) -> Path:
    """Return a file's place in the folder."""
    return root() / name_of(sha256, file_id)


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
        discard(path)
        raise refused(error) from error
    except BaseException:
        discard(path)
        raise
    return path


def discard(path: Path) -> None:
    """Take a draft away; where the disk takes no change at all, what stays is swept later, and the fault is said."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


class _Folder:
    """The files folder: a draft is moved to its place, and the folders are fsynced."""

    def put(self, draft: Path, name: str) -> None:
        """Move a draft to its place so that it is there after a power cut."""
        to = root() / name
        try:
            new = not to.parent.exists()
            to.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(to)
            sync(to.parent)
            if new:
                sync(to.parent.parent)
        except OSError as error:
            discard(draft)
            raise refused(error) from error

    def read(self, name: str, *, start: int = 0) -> Iterator[bytes]:
        """Yield a file's sealed blocks."""
        try:
            with (root() / name).open("rb") as file:
                file.seek(start)
                while block := file.read(BLOCK):
                    yield block
        except FileNotFoundError as error:
            raise Lost({"file": name.rpartition("/")[2]}) from error

    def delete(self, name: str) -> None:
        """Take a file away."""
        (root() / name).unlink(missing_ok=True)

    def each(self, under: str = "") -> Iterator[tuple[str, datetime]]:
        """Yield all but drafts."""
        for path in sorted(root().glob(f"{under or '*'}/*")):
            if path.parent.name != "incoming" and path.is_file() and not path.name.startswith("."):
                yield path.relative_to(root()).as_posix(), datetime.fromtimestamp(path.stat().st_mtime).astimezone()

    @contextlib.contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        """Yield the file itself."""
        yield root() / name

    def trial(self) -> None:
        """Write a draft as files are written."""
        discard(draft([b"trial"]))

    def sweep(self, *, before: datetime) -> int:
        """Leave nothing half made: a draft is moved whole."""
        return 0


FOLDER: Store = _Folder()


def refused(error: OSError) -> Unavailable:
    """Return what a write was refused for."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return NoSpace({"folder": root().name})
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly({"folder": root().name})
    return Unavailable({"folder": root().name, "errno": errno.errorcode.get(error.errno or 0, "")})
