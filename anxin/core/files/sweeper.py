"""Sweep what a crash left behind, and name what is lost or was changed."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from anxin.core.files import store
from anxin.core.files.intake import open_
from anxin.core.files.models import SealedFile
from anxin.core.files.store import Lost
from anxin.core.vault import Tampered, UnknownKey

GRACE_S = 24 * 3600


def sweep(*, older_than_s: int = GRACE_S) -> int:
    """Delete drafts and bytes without a row that are older than any upload may take; give how many."""
    swept = 0
    before = time.time() - older_than_s
    for path in _aged(store.root().glob("incoming/*"), before):
        path.unlink(missing_ok=True)
        swept += 1
    for path in _aged(store.root().glob("??/*.*"), before):
        sha256, _, file_id = path.name.partition(".")
        if not SealedFile.objects.filter(sha256=sha256, id=file_id).exists():
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def missing() -> Iterator[SealedFile]:
    """Yield the files whose bytes are not where they should be."""
    for file in SealedFile.objects.order_by("id").iterator(1000):
        if not store.place(file.sha256, file.id).exists():
            yield file


def changed() -> Iterator[SealedFile]:
    """Read every file that is there, and give those whose bytes are not the ones received."""
    for file in SealedFile.objects.order_by("id").iterator(1000):
        digest = hashlib.sha256()
        try:
            for block in open_(file):
                digest.update(block)
        except Lost:
            continue  # `missing` names it
        except (Tampered, UnknownKey, ValueError):
            yield file
            continue
        if digest.hexdigest() != file.sha256:
            yield file


def _aged(paths: Iterator[Path], before: float) -> Iterator[Path]:
    for path in paths:
        if path.is_file() and path.stat().st_mtime < before:
            yield path
