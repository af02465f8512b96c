"""Thumbnail and dates inside EXIF against the picture and each other."""

import re

import cv2
import numpy as np

from anxin.engines.evidence.findings import Trace
from anxin.engines.evidence.traces.subject import FileLook


def thumbnail(look: FileLook) -> Trace:
    """Compare the EXIF thumbnail with the picture; an editor that keeps the old one shows what was there before.

    Does not apply without a thumbnail, or where its shape differs by more than black bars.
    """
    small = look.thumbnail
    if small is None or min(small.shape[:2]) < 40:
        return Trace("exif.thumbnail", False, facts={"why": "no thumbnail"})
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    lit = grey > 12
    rows, columns = np.flatnonzero(lit.mean(axis=1) > 0.05), np.flatnonzero(lit.mean(axis=0) > 0.05)
    if len(rows) < 30 or len(columns) < 30:
        return Trace("exif.thumbnail", False, facts={"why": "thumbnail too dark"})
    grey = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    picture = cv2.cvtColor(look.pixels, cv2.COLOR_RGB2GRAY)
    shapes = [picture, np.ascontiguousarray(np.rot90(picture)), np.ascontiguousarray(np.rot90(picture, 3))]
    best = max(_likeness(grey, shape.astype(np.uint8, copy=False)) for shape in shapes)
    if best < -1:
        return Trace("exif.thumbnail", False, facts={"why": "another shape"})
    return Trace("exif.thumbnail", True, facts={"likeness": round(best, 3), "differs": best < 0.7})


def _likeness(grey: np.ndarray, picture: np.ndarray) -> float:
    """Correlate two pictures of about one shape; -2 where the shapes differ."""
    ratio = (grey.shape[1] / grey.shape[0]) / (picture.shape[1] / picture.shape[0])
    if not 0.88 < ratio < 1.14:
        return -2.0
    size = (48, 48)
    one = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(float).ravel()
    other = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(float).ravel()
    if one.std() < 2 or other.std() < 2:
        return -2.0
    return float(np.corrcoef(one, other)[0, 1])


def dates(look: FileLook) -> Trace:
    """Compare when EXIF says the picture was taken and when it was last written.

    Does not apply without both dates; clocks of cameras are often wrong, so only the order counts.
    """
    taken, written = look.exif.get("DateTimeOriginal", ""), look.exif.get("DateTime", "")
    form = re.compile(r"^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")
    if not form.match(taken) or not form.match(written):
        said = (taken or written)[:40]
        return Trace("exif.dates", False, facts={"why": "no two dates", **({"taken": said} if said else {})})
    return Trace(
        "exif.dates", True, facts={"taken": taken[:19], "written": written[:19], "later": written[:19] > taken[:19]}
    )
