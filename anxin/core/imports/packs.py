"""Files that come beside a file of rows, one by one or in ZIPs: sealed, and found by the name a row says.

What can't be taken in stands here with why, so that the row that names it says so. The bytes are sealed before anything
is read of the rows; what no row took goes after a day.
"""

import csv
import hashlib
import io
import json
import re
import secrets
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.core import child_processes, files, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.file_kinds import HEAD_BYTES, PICTURES, VIDEOS, kind_of
from anxin.core.ids import uuid7
from anxin.core.imports.models import ImportAttachment, ImportRun
from anxin.core.imports.registry import ImportTable
from anxin.core.inserts import insert_new
from anxin.core.pictures.copies import PIXELS
from anxin.core.tables import Row, Sheet, Values, many, text_in

CHILD = Path(__file__).with_name("pack_child.py")
ENTRIES, UNPACKED, MEMORY_MB, CPU_S, WALL_S = 2_000, 2 << 30, 768, 60, 120
KEPT = timedelta(days=1)
NAME = "core.import.attachment"
ZIP = "application/zip"
_NAMES = re.compile(r"\s*[,\uff0c、;\uff1b|\n]\s*")
type Act = Callable[[Callable[[], object]], object]


class BadPack(Invalid):
    """A ZIP that can't be unpacked, or not within the limits."""

    code = "imports.bad_pack"


@dataclass(frozen=True, kw_only=True)
class PackedFile:
    """One file that was handed in beside the rows, under the name it had."""

    name: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class _Pack:
    """What is being taken in: the key it is found by, whose it is, and a salt kept nowhere that tells names apart.

    `kinds` is what a file may be.
    """

    id: UUID
    salt: bytes
    kinds: frozenset[str]
    by: Actor
    now: datetime
    act: Act


def unpack(
    given: Iterable[PackedFile],
    *,
    by: Actor,
    now: datetime,
    act: Act = acting,
    kinds: frozenset[str] = PICTURES | VIDEOS,
) -> UUID:
    """Seal what came along, each file in a block of its own; return the key it is found by. Raises `BadPack`."""
    pack = _Pack(id=uuid7(), salt=secrets.token_bytes(16), kinds=kinds, by=by, now=now, act=act)
    for one in given:
        with one.path.open("rb") as stream:
            is_zip = kind_of(stream.read(HEAD_BYTES)) == ZIP
        if is_zip:
            _unpack_zip(pack, one)
        else:
            with one.path.open("rb") as stream:
                _keep(pack, plain_name(one.name), stream, one.path.stat().st_size)
    return pack.id


def plain_name(name: str) -> str:
    """Return a file's name as names are compared: its letters composed, folders parted by slashes."""
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/")).removeprefix("./")


def _unpack_zip(pack: _Pack, one: PackedFile) -> None:
    told = list(_looked(one))
    with zipfile.ZipFile(one.path) as packed:
        entries = packed.infolist()
        for line in told:
            name, fault, entry = str(line["name"])[:300], str(line["fault"]), entries[line["at"]]
            if fault:
                pack.act(partial(_note, pack, name, fault=fault))
                continue
            with packed.open(entry) as stream:
                _keep(pack, name, stream, entry.file_size)


def _looked(one: PackedFile) -> Iterator[dict[str, Any]]:
    """Have a child look through a ZIP; raise what is wrong with all of it."""
    bounds = (ENTRIES, UNPACKED, PIXELS, MEMORY_MB, CPU_S)
    try:
        done = child_processes.run("tables", CHILD, str(one.path.resolve()), *bounds, wall_s=WALL_S)
    except TimeoutError as error:
        raise BadPack("pack", expected=_("a ZIP that opens within two minutes"), got=one.name[:80]) from error
    lines = [] if done.returncode else [json.loads(line) for line in done.stdout.decode().splitlines()]
    fault = next((line["fault"] for line in lines if "name" not in line), "memory" if done.returncode else "")
    if fault:
        expected = {
            "many": _("at most {most} files in a ZIP").format(most=ENTRIES),
            "bomb": _("a ZIP that unpacks to at most {most} MB").format(most=UNPACKED >> 20),
            "memory": _("a ZIP that opens within the limits"),
            "no_zip": _("a ZIP that can be opened"),
        }
        raise BadPack("pack", expected=expected[fault], got=one.name[:80])
    yield from lines


def _keep(pack: _Pack, name: str, stream: IO[bytes], length: int) -> None:
    """Seal one file and write down that it came; what can't be taken in is written down with why."""
    try:
        pack.act(partial(_seal, pack, name, stream, length))
    except (files.WrongKind, files.TooLarge, files.Incomplete, zipfile.BadZipFile, zlib.error, EOFError) as error:
        large = "large" if isinstance(error, files.TooLarge) else "damaged"
        fault = "kind" if isinstance(error, files.WrongKind) else large
        pack.act(partial(_note, pack, name, fault=fault))


def _seal(pack: _Pack, name: str, stream: IO[bytes], length: int) -> None:
    stream.seek(0)  # the block may be repeated
    blocks = iter(partial(stream.read, 1 << 16), b"")
    file = files.receive(blocks, length=length, allowed=pack.kinds, now=pack.now)
    _note(pack, name, file=file)


def _note(pack: _Pack, name: str, *, fault: str = "", file: files.SealedFile | None = None) -> None:
    """Write one name down, sealed: people's names stand in it. The same a second time can't be told apart."""
    row = ImportAttachment(id=uuid7(), pack=pack.id, owner=pack.by.key, file=file, fault=fault, at=pack.now)
    row.mark = hashlib.sha256(pack.salt + name.encode()).hexdigest()
    row.name_sealed = vault.seal(NAME, row.id, name)
    if insert_new(row):
        return
    there = ImportAttachment.objects.filter(pack=pack.id, mark=row.mark)
    if file is None or there.get().file_id != file.pk:
        there.update(file=None, fault="several")


def attached(known: ImportTable, sheet: Sheet, pack: UUID | None) -> Sheet:
    """Put beside each name of a file in the rows the hash of what came under it; a name without one is a fault.

    What came along that no row names is told with the sheet.
    """
    if not known.attached:
        return sheet
    rows = ImportAttachment.objects.select_related("file").filter(pack=pack) if pack else []
    book = {vault.open_(NAME, one.id, one.name_sealed): one for one in rows}
    short: dict[str, list[ImportAttachment]] = {}
    for name, one in book.items():
        short.setdefault(name.rpartition("/")[2].casefold(), []).append(one)
    used: set[UUID] = set()
    for row in sheet.rows:
        named = [column for column in known.attached if text_in(row.values, column)]
        before = known.find(known.key_of(row.values)) if named and pack is None and not row.reasons else None
        for column in named:
            if pack is not None or not _is_known(row, column, before):
                used |= _attach(row, column, book, short, came=pack is not None)
    sheet.loose = tuple(sorted(name for name, one in book.items() if one.id not in used and not _is_left(name)))
    return sheet


def rows_of(known: ImportTable, pack: UUID) -> bytes:
    """Return a file of rows as the names of what came along say it: each file's own name is the key of its row.

    What programs leave beside the files isn't read.
    """
    rows = ImportAttachment.objects.filter(pack=pack)
    names = sorted(vault.open_(NAME, one.id, one.name_sealed) for one in rows)
    out = io.StringIO()
    written = csv.writer(out)
    titles = {one.name: one.title for one in known.columns}
    written.writerow([titles[known.key[0]], titles[known.attached[0]]])
    for name in names:
        base = name.rpartition("/")[2]
        if not _is_left(name):
            written.writerow([base.rpartition(".")[0] or base, name])
    return out.getvalue().encode("utf-8-sig")


def _is_left(name: str) -> bool:
    """Return whether a file is what programs leave beside the others."""
    base = name.rpartition("/")[2]
    return base.startswith(".") or base == "Thumbs.db" or "__MACOSX" in name.split("/")


def _is_known(row: Row, column: str, before: Values | None) -> bool:
    """Let a row that was brought before stand as it came then: its files are here, though they don't come again."""
    there = text_in(before, column) if before else ""
    if not there or [hash_of(one)[0] for one in there.split(", ")] != text_in(row.values, column).split(", "):
        return False
    row.values[column] = there
    return True


def _attach(
    row: Row,
    column: str,
    book: dict[str, ImportAttachment],
    short: dict[str, list[ImportAttachment]],
    *,
    came: bool,
) -> set[UUID]:
    """Attach what a cell names; return which of the files that came along it means."""
    if column in row.reasons:
        return set()
    if not came:
        row.reasons[column] = _("the files named here did not come along")
        return set()
    found, wrong, meant = [], [], set()
    for name in text_in(row.values, column).split(", "):
        alike = short.get(name.casefold(), [])
        one = book.get(name) or (alike[0] if len(alike) == 1 else None)
        meant |= {each.id for each in ([one] if one else alike)}
        fault = (one.fault if one else "several" if alike else "none") or ("" if one and one.file else "none")
        if fault:
            wrong.append(_("{name}: {why}").format(name=name, why=_why(fault)))
        elif one is not None and one.file is not None:
            found.append(f"{name}={one.file.sha256}")
    if wrong:
        row.reasons[column] = "; ".join(wrong)
    else:
        row.values[column] = ", ".join(found)
    return meant


def _why(fault: str) -> str:
    return {
        "none": _("no file of this name came along"),
        "several": _("several files have this name; write it with its folder"),
        "path": _("its name leads out of the ZIP"),
        "locked": _("locked by a password"),
        "method": _("packed by a method that is not read here; pack it anew as an ordinary ZIP"),
        "bomb": _("unpacks to far more than its size"),
        "pixels": _("more than {most} megapixels").format(most=PIXELS // 1_000_000),
        "damaged": _("damaged"),
        "kind": _("of a kind that isn't taken here"),
        "large": _("larger than may be taken in"),
    }[fault]


def hash_of(written: str) -> tuple[str, str]:
    """Return name and hash of one file as a row has them once it was found."""
    name, _sign, sha256 = written.rpartition("=")
    return name, sha256


def file_names(most: int) -> Callable[[str], str]:
    """Make a reader of cells that name files, in their order, each once, at most so many."""

    def read(written: str) -> str:
        names = [plain_name(one) for one in _NAMES.split(written) if one.strip()]
        if any(len(name) > 200 or "=" in name or ".." in name.split("/") for name in names):
            raise ValueError(_("names of files expected: IMG_1.jpg, IMG_2.jpg"))
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(_("“{name}” stands here twice").format(name=twice[:60]))
        if len(names) > most:
            raise ValueError(_("at most {most} files in a cell").format(most=most))
        return many(names)

    return read


def drop(pack: UUID | None) -> None:
    """Forget what came along for an import that is through; a file no row took is attached to nothing then."""
    if pack is not None:
        ImportAttachment.objects.filter(pack=pack).delete()


def sweep(*, now: datetime) -> None:
    """Forget what came along a day ago, but for what a worker still imports."""
    waits = ImportRun.objects.filter(state__in=[ImportRun.State.WAITING, ImportRun.State.LOOKING], pack__isnull=False)
    ImportAttachment.objects.filter(at__lt=now - KEPT).exclude(pack__in=waits.values("pack")).delete()
