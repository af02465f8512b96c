"""Propose places to look at: cells of one picture that the other doesn't confirm although their neighbours agree."""

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.matching.features import Features
from anxin.engines.evidence.views.location import Pairing, Place, locate

CELL, MOST = 40, 3


def propose(one: Features, other: Features, pairing: Pairing) -> list[Box]:
    """Walk a grid over one picture, warp each cell's surroundings from the other, and frame cells that don't agree."""
    height, width = one.shape
    rows, columns = height // CELL, width // CELL
    likeness = np.full((rows, columns), np.nan, np.float32)
    for row in range(rows):
        for column in range(columns):
            likeness[row, column] = _cell(one, other, pairing, (column * CELL, row * CELL, CELL, CELL))
    odd = (likeness < 0.3).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(odd, connectivity=8)
    boxes: list[tuple[float, Box]] = []
    for number in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[number])
        if area > 9 or not _confirmed_around(likeness, labels == number):
            continue
        worst = float(np.nanmin(likeness[labels == number]))
        boxes.append((worst, (left * CELL, top * CELL, wide * CELL, high * CELL)))
    boxes.sort()
    return [box for _, box in boxes[:MOST]]


def _cell(one: Features, other: Features, pairing: Pairing, box: Box) -> float:
    """Correlate one cell with the other picture; NaN where it can't be found there or holds nothing."""
    x, y, width, height = box
    patch = one.grey[y : y + height, x : x + width]
    if patch.std() < 7:
        return float("nan")
    places = locate(pairing, box, one.shape)
    return max((_likeness(one, other, box, place) for place in places), default=float("nan"))


def _likeness(one: Features, other: Features, box: Box, place: Place) -> float:
    """Correlate a cell with where one map says it is, within a few pixels."""
    x, y, width, height = box
    patch = one.grey[y : y + height, x : x + width]
    reach = 5
    shift = np.array([[1, 0, x - reach], [0, 1, y - reach], [0, 0, 1]], float)
    matrix = (np.vstack([place.matrix, [0, 0, 1]]) @ shift)[:2]
    size, flags = (width + 2 * reach, height + 2 * reach), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(other.grey, matrix, size, flags=flags).astype(np.uint8)
    inside = cv2.warpAffine(np.full(other.shape, 255, np.uint8), matrix, size, flags=flags)
    if inside.min() < 250 or warped.std() < 1:
        return float("nan")
    return float(cv2.matchTemplate(warped, patch, cv2.TM_CCOEFF_NORMED).max())


def _confirmed_around(likeness: NDArray[np.float32], mask: NDArray[np.bool_]) -> bool:
    """Return whether at least three neighbouring cells agree well."""
    rim = (cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~mask
    values = likeness[rim]
    return int((values > 0.6).sum()) >= 3
