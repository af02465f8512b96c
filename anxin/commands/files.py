"""`anxin move --files`: carry the sealed files from the folder into the store that speaks S3, or back.

Each is copied, opened with its key and compared with the hash it came in with; nothing is taken away at the other end.
What was done is written down, so that a run that broke off is gone on with, and a second one only carries what is new.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import parser, progress

if TYPE_CHECKING:
    from anxin.core.files import SealedFile
    from anxin.core.files.store import Store

WHERE = ("store", "folder")
SHOWN = 20


def move(where: str) -> int:
    """Carry every file that isn't there yet; say what could not be carried."""
    from django.conf import settings

    from anxin.core import wording
    from anxin.core.errors import Unavailable
    from anxin.core.files import kept, store

    if not settings.S3:
        parser.refuse("anxin move", "--files: expected ANXIN_S3 to name the store, got none")
    try:
        bucket = store.bucket(settings.S3)
    except (ValueError, ImportError) as error:
        parser.refuse("anxin move", f"--files: ANXIN_S3: {error}")
    source, target = (store.FOLDER, bucket) if where == "store" else (bucket, store.FOLDER)
    noted = Noted(settings.DATA / f"files.moved-to-{where}", settings.S3)
    told = Told(total=kept().count())
    try:
        _carry(told, noted, source, target)
    except Unavailable as error:
        print(f"stopped: {wording.error(error)} Run it again: it goes on where it was.")
        told.faults.append("")
    return told.end(where)


@dataclass
class Told:
    """What became of the files."""

    total: int
    carried: int = 0
    there: int = 0
    faults: list[str] = field(default_factory=list)

    def end(self, where: str) -> int:
        """Say it, and give the status."""
        for one in self.faults[:SHOWN]:
            print(one)
        print(f"files: {self.carried} carried, {self.there} were there, {self.total - self.carried - self.there} not")
        if self.faults:
            return 1
        do = "set ANXIN_S3" if where == "store" else "take ANXIN_S3 away"
        print(f"moved: {do} and start again; then run this once more for what came meanwhile. Nothing was deleted.")
        return 0


def _carry(told: Told, noted: "Noted", source: "Store", target: "Store") -> None:
    from anxin.core.files import kept, store

    for number, file in enumerate(kept().order_by("id").iterator(1000), start=1):
        progress.at(f"{number} of {told.total} files")
        name = store.name_of(file.sha256, file.id)
        if name in noted.names:
            told.there += 1
        elif fault := _carried(file, name, source, target):
            told.faults.append(f"{name}: {fault}")
        else:
            noted.note(name)
            told.carried += 1
    for name in _pieces():
        if fault := _copied(name, source, target):
            told.faults.append(f"{name}: {fault}")


class Noted:
    """The names of files that were carried and compared, in a file of the data folder; of another store none counts."""

    def __init__(self, path: Path, address: str) -> None:
        self.path, first = path, sha256(address.rpartition("@")[2].encode()).hexdigest()
        lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        if lines[:1] != [first]:
            lines = [first]
            path.write_text(f"{first}\n", encoding="ascii")
        self.names = set(lines[1:])

    def note(self, name: str) -> None:
        """Write a name down."""
        with self.path.open("a", encoding="ascii") as stream:
            stream.write(f"{name}\n")
            stream.flush()
            os.fsync(stream.fileno())


def _carried(file: "SealedFile", name: str, source: "Store", target: "Store") -> str:
    """Copy a file unless it is whole there, and open it there; give what is wrong, if anything is."""
    from anxin.core import files

    try:
        if files.is_whole(file, at=target):
            return ""
        if not files.is_whole(file, at=source):
            return "neither copy is what came in"
        target.delete(name)
    except files.Lost:
        pass
    if fault := _copied(name, source, target):
        return fault
    if files.is_whole(file, at=target):
        return ""
    target.delete(name)
    return "its bytes are not those that came in"


def _copied(name: str, source: "Store", target: "Store") -> str:
    """Copy what lies under a name; give what is wrong, if anything is."""
    from anxin.core import wording
    from anxin.core.files import Lost, store

    try:
        target.put(store.draft(source.read(name)), name)
    except Lost as error:
        return wording.error(error)
    return ""


def _pieces() -> Iterator[str]:
    """Name the pieces of uploads under way."""
    from anxin.core.uploads import Upload

    for upload in Upload.objects.order_by("id").iterator(1000):
        yield from (f"uploads/{one}" for one in upload.segments)
