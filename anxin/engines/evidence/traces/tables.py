"""Quantisation tables and marker order: who wrote this JPEG last, a camera or a library?"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Trace
from anxin.engines.evidence.traces.subject import FileLook

# ITU-T T.81, Table K.1 (luminance), natural order.
LUMINANCE = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip


@cache
def _scaled() -> NDArray[np.int64]:
    """Build the 100 tables that libjpeg makes from its quality setting."""
    base = np.array(LUMINANCE, dtype=np.int64)
    rows = []
    for quality in range(1, 101):
        scale = 5000 // quality if quality < 50 else 200 - 2 * quality
        rows.append(np.clip((base * scale + 50) // 100, 1, 255))
    return np.array(rows)


def quality_of(table: list[int]) -> tuple[int, bool]:
    """Estimate libjpeg's quality of a luminance table, and say whether the table is exactly libjpeg's."""
    if len(table) != 64:
        return 0, False
    gaps = np.abs(_scaled() - np.sort(np.array(table))[None, :]).sum(axis=1)
    exact = np.abs(_scaled() - np.array(table)[None, :]).sum(axis=1)
    if exact.min() == 0:
        return int(exact.argmin()) + 1, True
    gaps = np.abs(np.sort(_scaled(), axis=1) - np.sort(np.array(table))[None, :]).sum(axis=1)
    return int(gaps.argmin()) + 1, bool(gaps.min() == 0)


def writer(look: FileLook) -> Trace:
    """Compare what EXIF says of a camera with how the file was written.

    A file that names a camera, but whose tables are a library's and that has neither maker note nor thumbnail, was
    saved again by software: an app that crops or sends does this too, so this is weak.
    """
    if look.found.kind != "image/jpeg" or not look.tables:
        return Trace("jpeg.writer", False, facts={"why": "no JPEG tables"})
    quality, standard = quality_of(look.tables[min(look.tables)])
    camera = look.exif.get("Make", "").strip()
    jfif_first = look.found.names[:1] == ["e0"]
    facts: dict[str, Any] = {
        "quality": quality if standard else None,
        "library_tables": standard,
        "markers": " ".join(dict.fromkeys(look.found.names))[:80],
        "camera": camera[:40],
    }
    own = bool(look.exif.get("MakerNote")) or look.thumbnail is not None
    resaved = bool(camera) and standard and jfif_first and not own
    return Trace("jpeg.resaved" if resaved else "jpeg.writer", True, facts=facts | {"resaved": resaved})
