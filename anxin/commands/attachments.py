"""The originals that a table's rows name, in ZIPs beside its file, and the hashes of all of it."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import parser, progress

if TYPE_CHECKING:
    from anxin.core.tables import Values

ENTRIES = 1_000
"""So many originals a ZIP at most; an import page takes twice as many."""


def taken_from(row: "Values", attached: Iterable[str]) -> dict[str, str]:
    """Return which files a row names, each by its hash; names alone stay in the row, as an import reads them."""
    from anxin.core import imports
    from anxin.core.tables import many, text_in

    found: dict[str, str] = {}
    for column in attached:
        named = [imports.hash_of(one) for one in text_in(row, column).split(", ") if one]
        row[column] = many(name for name, _sha256 in named) or None
        found |= dict(named)
    return found


def refuse_known(prog: str, file: Path) -> None:
    """Refuse to write where something of this name lies beside already."""
    there = [one for one in (_sums(file), _pack(file, 1)) if one.exists()]
    if there:
        parser.refuse(prog, f"file: expected a name beside which nothing lies yet, got {there[0]}")


def write(file: Path, named: dict[str, str], *, now: datetime) -> list[Path]:
    """Write the originals into ZIPs that an import page takes, and the hashes of all files as they lie there now."""
    packs = []
    for number, some in enumerate(_parted(named, now=now), start=1):
        packs.append(_pack(file, number))
        _fill(packs[-1], some, named)
    lines = [f"{_hash(one)}  {one.name}\n" for one in (file, *packs)]
    with os.fdopen(_new(_sums(file)), "w", encoding="utf-8") as target:
        target.writelines(lines)
    for one in packs:
        print(f"{one}: {len(zipfile.ZipFile(one).namelist())} originals")
    print(f"check them with: sha256sum -c {_sums(file).name}")
    return packs


def _parted(named: dict[str, str], *, now: datetime) -> Iterator[list[str]]:
    """Part the files, so that each ZIP is one that a page takes, too."""
    from anxin.core import files, settings

    most = settings.get("files.video_most_mb", at=now) << 20
    part: list[str] = []
    size = 0
    for name, sha256 in named.items():
        file = files.holding(sha256)
        length = (file.size if file else 0) + 1_024
        if part and (len(part) == ENTRIES or size + length > most):
            yield part
            part, size = [], 0
        part.append(name)
        size += length
    if part:
        yield part


def _fill(path: Path, names: list[str], named: dict[str, str]) -> None:
    """Write one ZIP, and read it back: what lies in it is what was sealed here."""
    from anxin.core import files

    with os.fdopen(_new(path), "w+b") as target, zipfile.ZipFile(target, "w") as pack:
        for number, name in enumerate(names, start=1):
            progress.at(f"{path.name}: {number} of {len(names)} originals")
            file = files.holding(named[name])
            if file is None:
                parser.refuse("anxin export", f"{name}: expected an original that is still here, got none")
            with pack.open(name, "w", force_zip64=True) as entry:
                for piece in files.open_(file):
                    entry.write(piece)
    with zipfile.ZipFile(path) as pack:
        for name in names:
            found = hashlib.sha256()
            with pack.open(name) as entry:
                for piece in iter(partial(entry.read, 1 << 20), b""):
                    found.update(piece)
            if found.hexdigest() != named[name]:
                parser.refuse("anxin export", f"{path}: {name} is not what was sealed here")


def _new(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)


def _pack(file: Path, number: int) -> Path:
    return file.with_name(f"{file.stem}-{number}.zip")


def _sums(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
