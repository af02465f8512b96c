"""Fetch a marked place from another picture by its surroundings, and measure how alike it looks there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.views.placing import Place

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]
SIDE = 176


@dataclass(frozen=True, slots=True)
class _Fit:
    """One proposal, tried: how the surroundings and the inside agree."""

    around: float
    inside: float
    contrast: float
    stands_out: float
    unexplained: float
    place: Place


def judge(one: NDArray[np.uint8], other: NDArray[np.uint8], box: Box, places: Sequence[Place]) -> dict[str, Any] | None:
    """Try every proposal, keep the one whose surroundings agree best, and compare inside with around.

    Parameters
    ----------
    one, other : grey pictures. box : the place in `one`. places : local maps from `one` to `other`, in the pixels of
        these pictures.

    Returns
    -------
    Facts of the best fit, None where the place lies outside the other picture: ``around``, likeness of the
    surroundings; ``inside``, likeness of the place itself; ``contrast`` inside; ``stands_out``, how much more the
    inside differs than the surroundings do; ``unexplained``, share of the contrast that the other picture leaves open.
    """
    fits = [fit for grow in (0.7, 1.4) for place in places if (fit := _try(one, other, box, place, grow)) is not None]
    if not fits:
        return None
    best = max(fits, key=lambda fit: fit.around)
    return {
        "around": best.around, "inside": best.inside, "contrast": best.contrast, "stands_out": best.stands_out,
        "unexplained": best.unexplained,
        "support": best.place.support, "way": best.place.way,
    }  # fmt: skip


def _try(one: NDArray[np.uint8], other: NDArray[np.uint8], box: Box, place: Place, grow: float) -> _Fit | None:
    """Fetch the surroundings from the other picture by one map, refine it, and measure."""
    around = _surroundings(box, one.shape, grow)
    x, y, width, height = around
    ratio = min(1.0, SIDE / max(width, height))
    size = (max(16, round(width * ratio)), max(16, round(height * ratio)))
    scale = np.array([[1 / ratio, 0, x], [0, 1 / ratio, y], [0, 0, 1]])
    matrix = (np.vstack([place.matrix, [0, 0, 1]]) @ scale)[:2]
    patch = cv2.resize(one[y : y + height, x : x + width], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    inner = _inner(box, around, patch.shape)
    ring = ~_grown(inner)
    source, matrix = _reduced(other, matrix)
    matrix = _refined(patch, source, matrix, ring)
    warped, mask = _fetched(source, matrix, size)
    ring &= mask
    if ring.sum() < 150 or (mask & inner).sum() < 0.9 * inner.sum():
        return None
    return _measured(patch, warped, inner, ring, place)


def _measured(patch: Grey, warped: Grey, inner: Mask, ring: Mask, place: Place) -> _Fit:
    """Measure a refined proposal."""
    detail, other = detail_of(patch), detail_of(warped)
    gain = _gain(detail[ring], other[ring])
    gap = _least(detail, other * gain)
    inside, outside = float(np.quantile(gap[inner], 0.97)), float(np.quantile(gap[ring], 0.97))
    contrast = float(np.quantile(np.abs(detail[inner]), 0.97))
    likeness = max(_likeness(detail, np.roll(other, shift, axis=(0, 1)), inner) for shift in _shifts(4, 2))
    around = _likeness(detail, other, ring)
    return _Fit(around, likeness, contrast, inside / max(outside, 1.0), inside / max(contrast, 1.0), place)


def _shifts(reach: int, step: int) -> list[tuple[int, int]]:
    return [(down, right) for down in range(-reach, reach + 1, step) for right in range(-reach, reach + 1, step)]


def _surroundings(box: Box, shape: tuple[int, ...], grow: float) -> Box:
    """Grow a box by a part of its own size on every side, at least 24 pixels, inside the frame."""
    x, y, width, height = box
    right, down = max(24, int(width * grow)), max(24, int(height * grow))
    left, top = max(0, x - right), max(0, y - down)
    return left, top, min(shape[1], x + width + right) - left, min(shape[0], y + height + down) - top


def _reduced(other: NDArray[np.uint8], matrix: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Reduce the other picture where a step in the patch is more than one of its pixels, against aliasing."""
    step = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if step <= 1.3:
        return other, matrix
    small = cv2.resize(other, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return small, matrix / step


def _fetched(other: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> tuple[Grey, Mask]:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(other, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    return warped, cv2.warpAffine(np.full(other.shape, 255, np.uint8), matrix, size, flags=flags) > 250


def _refined(patch: Grey, other: NDArray[np.uint8], matrix: NDArray[np.float64], ring: Mask) -> NDArray[np.float64]:
    """Refine a local map on the surroundings' intensities (ECC); keep the first one where that fails or runs away."""
    start, _ = _fetched(other, matrix, patch.shape[1::-1])
    step = np.eye(2, 3, dtype=np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        _, found = cv2.findTransformECC(start, patch, step, cv2.MOTION_AFFINE, criteria, ring.astype(np.uint8) * 255, 5)
    except cv2.error:
        return matrix
    moved = np.abs(np.asarray(found) - np.eye(2, 3)).max(axis=0)
    if moved[:2].max() > 0.3 or moved[2] > 16:
        return matrix
    # ECC maps template (the fetched patch) to input (ours); we need ours to fetched.
    back = np.linalg.inv(np.vstack([np.asarray(found, float), [0, 0, 1]]))
    return np.asarray((np.vstack([matrix, [0, 0, 1]]) @ back)[:2], dtype=np.float64)


def _inner(box: Box, around: Box, shape: tuple[int, ...]) -> Mask:
    ratio = shape[1] / around[2]
    inner = np.zeros(shape[:2], np.bool_)
    left, top = (box[0] - around[0]) * ratio, (box[1] - around[1]) * ratio
    inner[round(top) : round(top + box[3] * ratio) + 1, round(left) : round(left + box[2] * ratio) + 1] = True
    return inner


def _grown(mask: Mask) -> Mask:
    return cv2.dilate(mask.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0


def detail_of(values: Grey) -> Grey:
    """Take light and slow shading away."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 1.2) - cv2.GaussianBlur(values, (0, 0), 12.0), dtype=np.float32)


def _gain(one: Grey, other: Grey) -> float:
    size = float((other * other).sum())
    return float(np.clip((one * other).sum() / size, 0.4, 2.5)) if size > 1e-3 else 1.0


def _least(one: Grey, other: Grey) -> Grey:
    """Smallest difference over shifts by up to two pixels, a little smoothed."""
    gaps = [cv2.blur(np.abs(one - np.roll(other, shift, axis=(0, 1))), (3, 3)) for shift in _shifts(2, 1)]
    return np.asarray(np.minimum.reduce(gaps), dtype=np.float32)


def _likeness(one: Grey, other: Grey, mask: Mask) -> float:
    """Correlate detail under a mask."""
    left, right = one[mask], other[mask]
    left, right = left - left.mean(), right - right.mean()
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size > 1e-3 else 0.0
