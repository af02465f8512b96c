"""Sweep what a crash left behind, and name what is lost or was changed."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from anxin.core.files import store
from anxin.core.files.intake import kept, open_
from anxin.core.files.models import SealedFile
from anxin.core.files.store import Lost
from anxin.core.vault import Tampered, UnknownKey

GRACE_S = 24 * 3600
_FILE = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.([0-9a-f-]{36})")


def sweep(*, older_than_s: int = GRACE_S) -> int:
    """Delete drafts and bytes without a row that are older than any upload may take; give how many."""
    swept = 0
    place, before = store.here(), time.time() - older_than_s
    for path in store.root().glob("incoming/*"):
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            swept += 1
    for name, since in place.each():
        found = _FILE.fullmatch(name)
        if found and since.timestamp() < before:
            sha256, file_id = found.groups()
            if not kept().filter(sha256=sha256, id=file_id).exists():
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
