"""Seek a mark on a plain surface, where nothing around it could be matched: is it anywhere near where it should be?"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.views.judging import detail_of

TEMPLATE = 56
REACH = 0.12
# How a mark may look from another angle: turned (degrees), wider or narrower, higher or lower.
WAYS = [
    (turn, wide * size, size) for turn in (-14, -7, 0, 7, 14) for size in (0.85, 1.0, 1.15) for wide in (0.8, 1.0, 1.2)
]


def seek(one: NDArray[np.uint8], other: NDArray[np.uint8], box: Box, rough: NDArray[np.float64]) -> dict[str, Any]:
    """Look for the inside of a box around its rough place, turned, scaled and foreshortened a little.

    Returns
    -------
    Facts: ``found``, the best correlation anywhere in the neighbourhood (None where it can't be looked for: outside the
    other picture, or too close to its edge), and how the mark stands out in its own picture (``alone``).
    """
    x, y, width, height = box
    margin = max(6, max(width, height) // 5)
    left, top = max(0, x - margin), max(0, y - margin)
    part = one[top : y + height + margin, left : x + width + margin]
    ratio = min(1.0, TEMPLATE / max(width, height))
    small = cv2.resize(part, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA).astype(np.float32)
    mark = detail_of(small)
    facts: dict[str, Any] = {"alone": _alone(one, box, ratio), "mark": float(np.quantile(np.abs(mark), 0.97))}
    middle = rough[:, :2] @ np.array([x + width / 2, y + height / 2]) + rough[:, 2]
    step = float(np.sqrt(abs(np.linalg.det(rough[:, :2]))))
    window = _window(other, middle, step, ratio, mark.shape)
    if window is None:
        return facts | {"found": None}
    detail = detail_of(window)
    return facts | _best(detail, [_changed(mark, *way) for way in WAYS])


def _alone(one: NDArray[np.uint8], box: Box, ratio: float) -> float:
    """Compare contrast inside a box with that of a rim around it."""
    x, y, width, height = box
    grow = max(20, max(width, height) // 2)
    left, top = max(0, x - grow), max(0, y - grow)
    part = one[top : y + height + grow, left : x + width + grow]
    small = cv2.resize(part, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA).astype(np.float32)
    values = np.abs(detail_of(small))
    inner = np.zeros(values.shape, np.bool_)
    pad = 3
    rows = slice(max(0, round((y - top) * ratio) - pad), round((y - top + height) * ratio) + pad)
    columns = slice(max(0, round((x - left) * ratio) - pad), round((x - left + width) * ratio) + pad)
    inner[rows, columns] = True
    if inner.all() or not inner.any():
        return 0.0
    rim = float(np.quantile(values[~inner], 0.97))
    return float(np.quantile(values[inner], 0.97)) / max(rim, 1.0)


def _window(
    other: NDArray[np.uint8], middle: NDArray[np.float64], step: float, ratio: float, shape: tuple[int, ...]
) -> NDArray[np.float32] | None:
    """Cut the neighbourhood of a rough place out of the other picture, at the template's scale."""
    height, width = other.shape
    reach = REACH * max(height, width) + max(shape) / ratio * step
    if not (0.05 * width < middle[0] < 0.95 * width and 0.05 * height < middle[1] < 0.95 * height):
        return None
    left, top = max(0, int(middle[0] - reach)), max(0, int(middle[1] - reach))
    part = other[top : int(middle[1] + reach), left : int(middle[0] + reach)]
    scale = ratio / max(step, 0.2)
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    if small.shape[0] <= shape[0] * 1.25 or small.shape[1] <= shape[1] * 1.25:
        return None
    return np.asarray(small, dtype=np.float32)


def _changed(mark: NDArray[np.float32], turn: float, wide: float, high: float) -> NDArray[np.float32]:
    """Turn and scale a template about its middle, each side by its own."""
    height, width = mark.shape
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    linear = np.array([[cosine * wide, -sine * high], [sine * wide, cosine * high]])
    middle = np.array([width / 2, height / 2])
    matrix = np.column_stack([linear, middle - linear @ middle])
    return np.asarray(cv2.warpAffine(mark, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)


def _best(window: NDArray[np.float32], marks: list[NDArray[np.float32]]) -> dict[str, float]:
    """Find the place and the look that correlate best, and which share of the mark's contrast that leaves open."""
    tried = [cv2.minMaxLoc(np.nan_to_num(cv2.matchTemplate(window, mark, cv2.TM_CCOEFF_NORMED))) for mark in marks]
    which = max(range(len(marks)), key=lambda number: tried[number][1])
    mark, found, (left, top) = marks[which], tried[which][1], tried[which][3]
    patch = window[top : top + mark.shape[0], left : left + mark.shape[1]]
    gain = float((mark * patch).sum() / max(float((patch * patch).sum()), 1e-3))
    gaps = [np.abs(mark - np.roll(patch, (down, right), (0, 1)) * gain) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    open_ = float(np.quantile(np.minimum.reduce(gaps), 0.97)) / max(float(np.quantile(np.abs(mark), 0.97)), 1.0)
    return {"found": float(found), "open": open_}
