"""`clarity`: is a picture clear enough to judge, and can its waybill or serial be read?"""

import os
from typing import Any

import cv2
import zxingcpp

from anxin.engines.evidence.examination import Opened
from anxin.engines.evidence.intake import parent
from anxin.engines.evidence.labels import visible


def clarity(
    picture: str | os.PathLike[str] | Opened, *, expects: str = "", child: parent.Intake | None = None
) -> dict[str, Any]:
    """Return how clear a picture is: advice at upload, never a reason to refuse.

    Parameters
    ----------
    picture : a path, or what `open_picture` gave.
    expects : ``waybill`` or ``serial`` where a number must be readable; adds ``readable`` and what was read.
    child : opens the file instead of the process's shared one, within limits of its own.

    Returns
    -------
    sharp, whole, exposure, large, advice; with `expects` also ``readable`` (bool) and ``codes``.
    """
    taken = picture.taken if isinstance(picture, Opened) else (child or parent.SHARED).take(picture)
    found = dict(taken.clarity) or {
        "sharp": None,
        "whole": None,
        "exposure": None,
        "large": None,
        "advice": ["unreadable"],
    }
    work = taken.work
    if expects and work is not None:
        codes = [code.text for code in zxingcpp.read_barcodes(cv2.cvtColor(work, cv2.COLOR_RGB2GRAY))]
        texts = (
            [] if codes else [line.text for line in visible.lines(work) if line.score > 0.8 and _has_number(line.text)]
        )
        found |= {"readable": bool(codes or texts), "codes": (codes or texts)[:8]}
        if not found["readable"]:
            found["advice"] = [*found["advice"], f"{expects}_unreadable"]
    return found


def _has_number(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= 8
