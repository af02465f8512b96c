"""Judge whether a marked place is seen in another picture: seen, absent or cannot_tell."""

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.views.placing import Place

Answer = Literal["seen", "absent", "cannot_tell"]
Grey = NDArray[np.float32]
SIDE = 96


@dataclass(frozen=True, slots=True)
class ViewParams:
    """Thresholds, fitted by ``bench/evidence.py`` (rule version ``views-1``).

    ring : likeness of the surroundings below which the place isn't held to be found. seen, absent : likeness inside.
    mark : contrast inside below which there is nothing to look for.
    """

    ring: float = 0.55
    seen: float = 0.55
    absent: float = 0.32
    mark: float = 2.5
    spread: float = 0.3


DEFAULTS = ViewParams()


def judge(
    one: NDArray[np.uint8], other: NDArray[np.uint8], box: Box, place: Place, params: ViewParams = DEFAULTS
) -> tuple[Answer, dict[str, Any]]:
    """Warp the other picture onto the surroundings of a box and compare inside with around.

    Parameters
    ----------
    one, other : grey pictures. box : the place in `one`. place : the local map from `one` to `other`, both in the
        pixels of these pictures.
    """
    around = _surroundings(box, one.shape)
    patch, warped, mask = _aligned(one, other, around, place)
    if patch is None or warped is None:
        return "cannot_tell", {"why": "outside the other picture"}
    inner = _inner(box, around, patch.shape)
    ring = mask & ~_grown(inner)
    facts: dict[str, Any] = {"support": place.support}
    if ring.sum() < 200 or (mask & inner).sum() < 0.9 * inner.sum():
        return "cannot_tell", facts | {"why": "too little of the surroundings"}
    likeness_around = _likeness(patch, warped, ring)
    likeness_inside, shift = _best_likeness(patch, warped, inner, ring)
    contrast = float(_detail(patch)[inner].std())
    facts |= {"around": likeness_around, "inside": likeness_inside, "contrast": contrast, "shift": shift}
    if likeness_around < params.ring or place.spread < params.spread:
        return "cannot_tell", facts | {"why": "the place was not found surely"}
    if contrast < params.mark:
        return "cannot_tell", facts | {"why": "nothing is marked there"}
    if likeness_inside >= params.seen:
        return "seen", facts
    return ("absent" if likeness_inside <= params.absent else "cannot_tell"), facts


def _surroundings(box: Box, shape: tuple[int, ...]) -> Box:
    """Grow a box by its own size on every side, at least 24 pixels, inside the frame."""
    x, y, width, height = box
    right, down = max(24, width * 3 // 4), max(24, height * 3 // 4)
    left, top = max(0, x - right), max(0, y - down)
    return left, top, min(shape[1], x + width + right) - left, min(shape[0], y + height + down) - top


def _aligned(
    one: NDArray[np.uint8], other: NDArray[np.uint8], around: Box, place: Place
) -> tuple[Grey | None, Grey | None, NDArray[np.bool_]]:
    """Cut the surroundings out of `one` and fetch the same from `other`, refined by ECC (Evangelidis 2008)."""
    x, y, width, height = around
    ratio = min(1.0, 2 * SIDE / max(width, height))
    size = (max(16, round(width * ratio)), max(16, round(height * ratio)))
    scale = np.array([[1 / ratio, 0, x], [0, 1 / ratio, y], [0, 0, 1]])
    whole = np.vstack([place.matrix, [0, 0, 1]]) @ scale
    patch = cv2.resize(one[y : y + height, x : x + width], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    refined = _refined(patch, other, whole[:2], size)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(other, refined, size, flags=flags).astype(np.float32)
    mask = cv2.warpAffine(np.full(other.shape, 255, np.uint8), refined, size, flags=flags) > 250
    if mask.mean() < 0.4:
        return None, None, mask
    return patch, warped, mask


def _refined(patch: Grey, other: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
    """Refine a local map on image intensities; keep the first one where that fails or runs away."""
    start = cv2.warpAffine(other, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP).astype(np.float32)
    step = np.eye(2, 3, dtype=np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        _, found = cv2.findTransformECC(patch, start, step, cv2.MOTION_AFFINE, criteria)
    except cv2.error:
        return matrix
    moved = np.abs(np.asarray(found) - np.eye(2, 3)).max(axis=0)
    if moved[:2].max() > 0.25 or moved[2] > 12:
        return matrix
    whole = np.vstack([matrix, [0, 0, 1]]) @ np.vstack([np.asarray(found, float), [0, 0, 1]])
    return np.asarray(whole[:2], dtype=np.float64)


def _inner(box: Box, around: Box, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    ratio = shape[1] / around[2]
    inner = np.zeros(shape[:2], np.bool_)
    left, top = (box[0] - around[0]) * ratio, (box[1] - around[1]) * ratio
    inner[round(top) : round(top + box[3] * ratio) + 1, round(left) : round(left + box[2] * ratio) + 1] = True
    return inner


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return cv2.dilate(mask.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0


def _detail(values: Grey) -> Grey:
    """Take light and slow shading away."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 1.0) - cv2.GaussianBlur(values, (0, 0), 9.0), dtype=np.float32)


def _likeness(one: Grey, other: Grey, mask: NDArray[np.bool_]) -> float:
    """Correlate detail under a mask."""
    left, right = _detail(one)[mask], _detail(other)[mask]
    left, right = left - left.mean(), right - right.mean()
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size > 1e-3 else 0.0


def _best_likeness(one: Grey, other: Grey, inner: NDArray[np.bool_], ring: NDArray[np.bool_]) -> tuple[float, int]:
    """Correlate the inside where it fits best within a few pixels (a surface isn't quite flat)."""
    best, at = -1.0, 0
    for down in range(-4, 5, 2):
        for right in range(-4, 5, 2):
            moved = np.roll(other, (down, right), axis=(0, 1))
            value = _likeness(one, moved, inner)
            if value > best:
                best, at = value, max(abs(down), abs(right))
    return best, at
