"""Find a generator's visible mark by its shape: the four-pointed star that Gemini lays into the lower right corner.

The star is drawn here, as what four quarter circles leave of a square. It lies as far from both edges as it is large,
and a sixth more, in every size; so only places and sizes on that one line are tried. Anyone can draw one: moderate.
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Assertion

# The middle's distance from either edge, in star sizes; sizes as shares of the picture's short side.
AWAY = 7 / 6
SIZES = tuple(float(size) for size in np.geomspace(0.02, 0.105, 14))
# Correlation from which on it is a star, and how much brighter than its surroundings, in grey levels of 255.
LIKE, BRIGHTER = 0.75, 4.0
SMALLEST = 12


@cache
def star(side: int) -> NDArray[np.float32]:
    """Draw the star, with an eighth of its size around it."""
    count = 8 * side
    line = 1 - np.abs((np.arange(count) + 0.5) / count * 2 - 1)
    shape = (line[:, None] ** 2 + line[None, :] ** 2 >= 1).astype(np.float32)
    small = cv2.resize(shape, (side, side), interpolation=cv2.INTER_AREA)
    return np.pad(np.asarray(small, dtype=np.float32), max(2, side // 8))


def read(work: NDArray[np.uint8]) -> list[Assertion]:
    """Look for the star where it would lie."""
    grey = cv2.cvtColor(np.ascontiguousarray(work), cv2.COLOR_RGB2GRAY).astype(np.float32)
    sides = [round(size * min(grey.shape)) for size in SIZES]
    score, side = max(((_likeness(grey, side), side) for side in sides if side >= SMALLEST), default=(0.0, 0))
    if score < LIKE:
        return []
    facts = {"mark": "star", "score": round(score, 2), "size": side}
    return [Assertion("visible", "generated", "moderate", "Google Gemini", "pixels.bottom", facts)]


def _likeness(grey: NDArray[np.float32], side: int) -> float:
    """Correlate the star of one size with its place, a fifth of its size around."""
    shape = star(side)
    half = round(shape.shape[0] / 2 + max(3, 0.2 * side))
    down, right = (round(length - AWAY * side) for length in grey.shape)
    window = grey[max(0, down - half) : down + half, max(0, right - half) : right + half]
    if min(window.shape) < shape.shape[0] or window.std() < 1:
        return 0.0
    scores = cv2.matchTemplate(np.ascontiguousarray(window), shape, cv2.TM_CCOEFF_NORMED)
    scores = np.where(np.abs(scores) <= 1.0001, scores, 0.0)
    row, column = np.unravel_index(int(scores.argmax()), scores.shape)
    part = window[row : row + shape.shape[0], column : column + shape.shape[1]]
    brighter = float(part[shape > 0.9].mean() - part[shape < 0.1].mean())
    return float(scores.max()) if brighter >= BRIGHTER else 0.0
