"""How two registered pictures agree where they overlap: in texture, which decides, and in colour, which grades."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from anxin.engines.evidence.matching.features import Features

CELL = 32
REACH = 3
LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over the overlap.

    share : textured cells whose texture agrees (0 to 1). cells : textured cells. overlap : share of the other's frame
    that one covers. covered : share of one's frame that lies inside the other's. colour : median CIELAB distance after
    an even gain. map : likeness by cell, NaN where there is no texture.
    """

    share: float
    cells: int
    overlap: float
    covered: float
    colour: float
    map: NDArray[np.float32]


def agree(one: "Features", other: "Features", matrix: NDArray[np.float64]) -> Agreement:
    """Warp `one` onto `other` and compare cell by cell, allowing each cell to move by a few pixels."""
    height, width = other.shape
    warped: NDArray[Any] = cv2.warpPerspective(one.grey, matrix, (width, height), flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.full(one.shape, 255, np.uint8), matrix, (width, height), flags=cv2.INTER_NEAREST)
    cover: NDArray[np.uint8] = np.asarray(cv2.erode(inside, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    rows, columns = max(1, height // CELL), max(1, width // CELL)
    likeness = np.full((rows, columns), np.nan, np.float32)
    for row in range(rows):
        for column in range(columns):
            likeness[row, column] = _cell(warped, other.grey, cover, row * CELL, column * CELL)
    textured = ~np.isnan(likeness)
    overlap = float((cover > 0).mean())
    one_share = overlap * height * width / max(1.0, abs(_growth(matrix, one.shape)))
    return Agreement(
        share=float((likeness[textured] > LIKE).mean()) if textured.any() else 0.0,
        cells=int(textured.sum()),
        overlap=overlap,
        covered=min(1.0, float(one_share)),
        colour=_colour(one, other, matrix, cover),
        map=likeness,
    )


def _cell(warped: NDArray[Any], grey: NDArray[np.uint8], inside: NDArray[np.uint8], top: int, left: int) -> float:
    """Correlate one cell with its neighbourhood; NaN where the cell is outside or flat in both."""
    bottom, right = top + CELL, left + CELL
    if inside[top:bottom, left:right].min() == 0:
        return float("nan")
    patch = grey[top:bottom, left:right]
    seen = warped[max(0, top - REACH) : bottom + REACH, max(0, left - REACH) : right + REACH]
    if patch.std() < 5 and seen.std() < 5:
        return float("nan")
    if patch.std() < 1 or seen.std() < 1:
        return 0.0
    scores = cv2.matchTemplate(np.ascontiguousarray(seen).astype(np.uint8), patch, cv2.TM_CCOEFF_NORMED)
    return float(np.nan_to_num(scores, posinf=0.0, neginf=0.0).max())


def _growth(matrix: NDArray[np.float64], shape: tuple[int, int]) -> float:
    """Area that one's whole frame takes in the other's pixels."""
    height, width = shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    return float(cv2.contourArea(cv2.perspectiveTransform(corners, matrix)[0]))


def _colour(one: "Features", other: "Features", matrix: NDArray[np.float64], inside: NDArray[np.uint8]) -> float:
    """Median CIELAB distance over the overlap, at a quarter of the scale."""
    height, width = other.shape
    size = (max(8, width // 4), max(8, height // 4))
    warped = cv2.warpPerspective(one.colour, matrix, (width, height), flags=cv2.INTER_LINEAR)
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (warped, other.colour)]
    mask = cv2.resize(np.asarray(inside, np.uint8), size, interpolation=cv2.INTER_AREA) > 250
    if mask.sum() < 50:
        return 100.0
    labs = [cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[mask] for picture in small]
    return float(np.median(np.linalg.norm(labs[0] - labs[1], axis=1)))
