"""Sweep what a crash left behind, and name what is lost or was changed."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import batched
from uuid import UUID

from anxin.core.files import store
from anxin.core.files.intake import kept, open_
from anxin.core.files.models import SealedFile
from anxin.core.files.store import Lost
from anxin.core.vault import Tampered, UnknownKey

GRACE_S, AT_ONCE = 24 * 3600, 500
FOLDERS = 256
"""So many folders there are, by the first two signs of a hash."""
_FILE = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def folder_of(now: datetime) -> str:
    """Return whose turn it is in an hour: each folder comes once in eleven days, so an hour looks at a part of all."""
    return f"{int(now.timestamp()) // 3600 % FOLDERS:02x}"


def sweep(*, under: str = "", older_than_s: int = GRACE_S) -> int:
    """Delete drafts and bytes without a row, in all folders or `under` one, older than any upload takes; give how many.

    What lies in a folder is asked for some hundreds at once.
    """
    swept = 0
    place, before = store.here(), time.time() - older_than_s
    for path in store.root().glob("incoming/*"):
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            swept += 1
    old = (found for name, since in place.each(under) if since.timestamp() < before if (found := _FILE.fullmatch(name)))
    for some in batched(old, AT_ONCE, strict=False):
        named = {(found[1], UUID(found[2])): found[0] for found in some}
        rows = kept().filter(id__in=[file_id for _sha256, file_id in named]).values_list("sha256", "id")
        for name in [named[one] for one in named.keys() - set(rows)]:
            place.delete(name)
            swept += 1
    return swept + place.sweep(before=datetime.fromtimestamp(before, UTC))


def missing() -> Iterator[SealedFile]:
    """Yield the files whose bytes are not where they should be."""
    there = {name for name, _since in store.here().each()}
    for file in kept().order_by("id").iterator(1000):
        if store.name_of(file.sha256, file.id) not in there:
            yield file


def changed() -> Iterator[SealedFile]:
    """Read every file that is there, and give those whose bytes are not the ones received."""
    for file in kept().order_by("id").iterator(1000):
        with suppress(Lost):  # `missing` names it
            if not is_whole(file):
                yield file


def is_whole(file: SealedFile, *, at: store.Store | None = None) -> bool:
    """Read a file, here or in another store, and tell whether its bytes are the ones received; raise `Lost`."""
    digest = hashlib.sha256()
    try:
        for block in open_(file, at=at):
            digest.update(block)
    except (Tampered, UnknownKey, ValueError):
        return False
    return digest.hexdigest() == file.sha256
