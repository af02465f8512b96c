"""Seek a mark in another picture: close to where its surroundings lie, or, on a plain surface, anywhere near."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.views.detail import Grey, Mask, detail_of

TEMPLATE = 56
REACH = 0.12
RIM, NEAR = 0.1, 0.3
# How a mark may look from another angle: turned (degrees), wider or narrower, higher or lower.
WAYS = [
    (turn, wide * size, size) for turn in (-14, -7, 0, 7, 14) for size in (0.85, 1.0, 1.15) for wide in (0.8, 1.0, 1.2)
]
# The same where a local map has undone most of it.
NEAR_WAYS = [
    (turn, wide * size, size) for turn in (-8, 0, 8) for size in (0.87, 1.0, 1.15) for wide in (0.87, 1.0, 1.15)
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


def seek_near(patch: Grey, warped: Grey, inner: Mask) -> dict[str, float] | None:
    """Look for a marked place close by, where a local map has laid the other picture over its surroundings.

    Returns
    -------
    Facts: ``found``, the best correlation within a third of the place's size, and ``open``, the share of contrast that
    it leaves open; None where the patch has no room around the place.
    """
    mark = np.ascontiguousarray(detail_of(patch)[neighbourhood(inner, RIM)])
    window = np.ascontiguousarray(detail_of(warped)[neighbourhood(inner, RIM + NEAR)])
    ratio = min(1.0, TEMPLATE / max(mark.shape))
    if ratio < 1:
        mark, window = (_shrunk(values, ratio) for values in (mark, window))
    if window.shape[0] <= mark.shape[0] or window.shape[1] <= mark.shape[1]:
        return None
    return _best(window, [_changed(mark, *way) for way in NEAR_WAYS])


def neighbourhood(inner: Mask, share: float) -> tuple[slice, slice]:
    """Frame a marked place and a share of its own size around it."""
    rows, columns = np.flatnonzero(inner.any(axis=1)), np.flatnonzero(inner.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    reach = max(2, round(share * max(bottom - top, right - left)))
    return slice(max(0, top - reach), bottom + reach), slice(max(0, left - reach), right + reach)


def _shrunk(values: Grey, ratio: float) -> Grey:
    return np.asarray(cv2.resize(values, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), dtype=np.float32)


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
