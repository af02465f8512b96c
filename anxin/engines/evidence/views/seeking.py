"""Seek a mark on a plain surface, where nothing around it could be matched: is it anywhere near where it should be?"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.views.judging import Answer, ViewParams, detail_of

TEMPLATE = 56
REACH = 0.14


def seek(
    one: NDArray[np.uint8], other: NDArray[np.uint8], box: Box, rough: NDArray[np.float64], params: ViewParams
) -> tuple[Answer, dict[str, Any]]:
    """Look for the inside of a box around its rough place, turned and scaled a little.

    Applies only where the mark stands alone: much more contrast inside than around. Then it must be found again, or the
    other picture doesn't show it there; where the place may be hidden or outside, nothing is said.
    """
    x, y, width, height = box
    margin = max(6, max(width, height) // 5)
    left, top = max(0, x - margin), max(0, y - margin)
    part = one[top : y + height + margin, left : x + width + margin]
    ratio = min(1.0, TEMPLATE / max(width, height))
    small = cv2.resize(part, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA).astype(np.float32)
    mark = detail_of(small)
    rim, lone = _alone(one, box, ratio)
    middle = rough[:, :2] @ np.array([x + width / 2, y + height / 2]) + rough[:, 2]
    step = float(np.sqrt(abs(np.linalg.det(rough[:, :2]))))
    window = _window(other, middle, step, ratio, mark.shape)
    facts: dict[str, Any] = {"way": "search", "alone": lone, "contrast": float(np.quantile(np.abs(mark), 0.97))}
    if window is None:
        return "cannot_tell", facts | {"why": "outside the other picture"}
    if lone < params.alone or facts["contrast"] < params.mark * 2:
        return "cannot_tell", facts | {"why": "the place was not found surely"}
    found = detail_of(window)
    best = max(
        _best(found, _turned(mark, turn, size)) for turn in (-16, -8, 0, 8, 16) for size in (0.8, 0.9, 1.0, 1.12)
    )
    facts |= {"inside": best, "level": rim}
    strongest = float(np.quantile(np.abs(found), 0.999)) / max(facts["contrast"], 1e-3)
    facts["strongest"] = strongest
    if best >= params.found:
        return "seen", facts
    return ("absent" if best <= params.lost and strongest < params.faint else "cannot_tell"), facts


def _alone(one: NDArray[np.uint8], box: Box, ratio: float) -> tuple[float, float]:
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
        return 0.0, 0.0
    rim = float(np.quantile(values[~inner], 0.97))
    return rim, float(np.quantile(values[inner], 0.97)) / max(rim, 1.0)


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


def _turned(mark: NDArray[np.float32], turn: float, size: float) -> NDArray[np.float32]:
    """Turn and scale a template about its middle."""
    height, width = mark.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, size)
    return np.asarray(cv2.warpAffine(mark, matrix, (width, height)), dtype=np.float32)


def _best(window: NDArray[np.float32], mark: NDArray[np.float32]) -> float:
    scores = cv2.matchTemplate(window, mark, cv2.TM_CCOEFF_NORMED)
    return float(np.nan_to_num(scores).max())
