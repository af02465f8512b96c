"""A six-character code written on paper beside the thing: it survives chat apps, which strip everything else.

Letters that look alike are left out and the last one checks the others, so that a misread letter gives no code at all
rather than another one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.labels import visible

ALPHABET = "34679ACDEFHJKMNPRTUVWXY"
LENGTH = 6
# What OCR reads for letters that the alphabet leaves out.
LOOKALIKES = str.maketrans(
    {"Λ": "A", "Ａ": "A", "К": "K", "Х": "X", "Н": "H", "Р": "P", "Т": "T", "М": "M", "Е": "E", "С": "C"}
)


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What was read: match, other (a sound code, but not the one asked for), unread, or no reader here."""

    answer: Literal["match", "other", "read", "unread", "no_reader"]
    code: str = ""
    box: Box | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def make_code(number: int) -> str:
    """Make the code of a number (drawn by the caller), from 0 to 23**5 - 1."""
    if not 0 <= number < 23**5:
        raise ValueError(f"expected a number from 0 to {23**5 - 1}, got {number}")
    values = []
    for _ in range(LENGTH - 1):
        number, rest = divmod(number, 23)
        values.append(rest)
    total = sum((place + 1) * value for place, value in enumerate(values))
    values.append(-total * pow(LENGTH, -1, 23) % 23)
    return "".join(ALPHABET[value] for value in values)


def is_code(text: str) -> bool:
    """Check length, letters and the check letter."""
    if len(text) != LENGTH or any(letter not in ALPHABET for letter in text):
        return False
    return sum((place + 1) * ALPHABET.index(letter) for place, letter in enumerate(text)) % 23 == 0


def read_paper_code(work: NDArray[np.uint8] | None, *, expected: str = "") -> PaperReading:
    """Read the code in a picture.

    Parameters
    ----------
    work : RGB, long side about 1280. expected : the code asked for; only it can match, letter by letter.
    """
    if visible.reader() is None:
        return PaperReading("no_reader", facts={"why": "extra 'vision' isn't installed"})
    if work is None:
        return PaperReading("unread", facts={"why": "no pixels"})
    wanted = expected.upper().replace(" ", "").replace("-", "")
    best: tuple[float, str, Box] | None = None
    for code, score, box in _candidates(work):
        if wanted and code == wanted:
            return PaperReading("match", code, box, {"score": score})
        if best is None or score > best[0]:
            best = (score, code, box)
    if best is None:
        return PaperReading("unread")
    return PaperReading("other" if wanted else "read", best[1], best[2], {"score": best[0]})


def _candidates(work: NDArray[np.uint8]) -> Iterator[tuple[str, float, Box]]:
    """Yield sound codes from the whole picture, then from turned and enlarged copies, until one is found."""
    found = False
    for picture, ratio in _copies(work):
        for line in visible.lines(picture):
            for text in _windows(line.text):
                if is_code(text) and line.score > 0.5:
                    found = True
                    x, y, width, height = (round(value / ratio) for value in line.box)
                    yield text, round(line.score, 3), (x, y, width, height)
        if found:
            return


def _copies(work: NDArray[np.uint8]) -> Iterator[tuple[NDArray[np.uint8], float]]:
    """Yield the picture as it is, evened in contrast, and reduced."""
    yield work, 1.0
    lab = cv2.cvtColor(work, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(2.0, (8, 8)).apply(np.ascontiguousarray(lab[..., 0]))
    yield cv2.cvtColor(lab, cv2.COLOR_LAB2RGB).astype(np.uint8), 1.0
    yield cv2.resize(work, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA).astype(np.uint8), 0.6


def _windows(text: str) -> Iterator[str]:
    """Yield every run of six letters of a line, spaces and dashes taken out."""
    plain = re.sub(r"[\s\-–—_.·:：,，]", "", text).upper().translate(LOOKALIKES)
    if LENGTH <= len(plain) <= LENGTH + 6:
        for at in range(len(plain) - LENGTH + 1):
            yield plain[at : at + LENGTH]
