"""Fetch a marked place from another picture by its surroundings, and measure how alike it looks there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.views.detail import Grey, Mask, detail_of, gain_of, likeness_of
from anxin.engines.evidence.views.location import Place
from anxin.engines.evidence.views.search import neighbourhood, seek_near
from anxin.engines.evidence.views.warp import bend

SIDE = 176
BENT, NEARLY, CLOSE = 4, 0.1, 0.35


@dataclass(frozen=True, slots=True)
class _Laid:
    """One proposal, refined: a patch, where the other picture shows it, and how the surroundings agree there."""

    patch: Grey
    warped: Grey
    inner: Mask
    ring: Mask
    around: float
    source: NDArray[np.uint8]
    matrix: NDArray[np.float64]
    place: Place
    bent: bool = False


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
    inside differs than the surroundings do; ``unexplained``, share of the contrast that the other picture leaves open;
    ``near`` and ``near_open``, likeness and share left open of the most alike place close by (None where no room is),
    in any fit whose surroundings agree nearly as well; ``strength``, contrast in and close around the place there, as a
    share of the mark's.
    """
    tried = (_lay(one, other, box, place, grow) for grow in (0.7, 1.4) for place in places)
    laid = sorted((fit for fit in tried if fit is not None), key=lambda fit: -fit.around)
    laid += [fit for straight in laid[:BENT] if (fit := _bent(straight)) is not None]
    if not laid:
        return None
    laid.sort(key=lambda fit: -fit.around)
    best = laid[0]
    near = [seek_near(fit.patch, fit.warped, fit.inner) for fit in laid if fit.around >= best.around - NEARLY]
    found = max((facts for facts in near if facts), key=lambda facts: facts["found"] - facts["open"], default=None)
    return {
        **_measured(best), "support": best.place.support, "way": best.place.way, "bent": best.bent,
        "near": found and found["found"], "near_open": found and found["open"],
    }  # fmt: skip


def _lay(one: NDArray[np.uint8], other: NDArray[np.uint8], box: Box, place: Place, grow: float) -> _Laid | None:
    """Fetch the surroundings from the other picture by one map, and refine it."""
    around = _surroundings(box, one.shape, grow)
    x, y, width, height = around
    ratio = min(1.0, SIDE / max(width, height))
    size = (max(16, round(width * ratio)), max(16, round(height * ratio)))
    scale = np.array([[1 / ratio, 0, x], [0, 1 / ratio, y], [0, 0, 1]])
    matrix = (np.vstack([place.matrix, [0, 0, 1]]) @ scale)[:2]
    patch = cv2.resize(one[y : y + height, x : x + width], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    inner = _inner(box, around, patch.shape)
    source, matrix = _reduced(other, matrix)
    matrix = _refined(patch, source, matrix, ~_grown(inner))
    warped, shown = _fetched(source, matrix, size)
    ring = ~_grown(inner) & shown
    if ring.sum() < 150 or (shown & inner).sum() < 0.9 * inner.sum():
        return None
    likeness = likeness_of(detail_of(patch), detail_of(warped), ring)
    return _Laid(patch, warped, inner, ring, likeness, source, matrix, place)


def _bent(fit: _Laid) -> _Laid | None:
    """Bend a fit, where that makes the surroundings agree better."""
    found = bend(fit.patch, fit.source, fit.matrix, _grown(fit.inner))
    if found is None:
        return None
    warped, shown = found
    ring = ~_grown(fit.inner) & shown
    if ring.sum() < 150 or (shown & fit.inner).sum() < 0.9 * fit.inner.sum():
        return None
    likeness = likeness_of(detail_of(fit.patch), detail_of(warped), ring)
    if likeness <= fit.around:
        return None
    return replace(fit, warped=warped, ring=ring, around=likeness, bent=True)


def _measured(fit: _Laid) -> dict[str, Any]:
    """Compare inside with around."""
    detail, other = detail_of(fit.patch), detail_of(fit.warped)
    gap = _least(detail, other * gain_of(detail[fit.ring], other[fit.ring]))
    inside, outside = float(np.quantile(gap[fit.inner], 0.97)), float(np.quantile(gap[fit.ring], 0.97))
    contrast = float(np.quantile(np.abs(detail[fit.inner]), 0.97))
    likeness = max(likeness_of(detail, np.roll(other, shift, axis=(0, 1)), fit.inner) for shift in _shifts(4, 2))
    return {
        "around": fit.around, "inside": likeness, "contrast": contrast, "stands_out": inside / max(outside, 1.0),
        "unexplained": inside / max(contrast, 1.0), "strength": _strength(fit, other) / max(contrast, 1.0),
    }  # fmt: skip


def _strength(fit: _Laid, detail: Grey) -> float:
    """Take the contrast of the other picture in and close around the place, at our picture's light."""
    reach = neighbourhood(fit.inner, CLOSE)
    light = float(fit.patch[fit.ring].mean()) / max(1.0, float(fit.warped[fit.ring].mean()))
    return float(np.quantile(np.abs(detail[reach]), 0.99)) * float(np.clip(light, 0.5, 2.0))


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


def _least(one: Grey, other: Grey) -> Grey:
    """Smallest difference over shifts by up to two pixels, a little smoothed."""
    gaps = [cv2.blur(np.abs(one - np.roll(other, shift, axis=(0, 1))), (3, 3)) for shift in _shifts(2, 1)]
    return np.asarray(np.minimum.reduce(gaps), dtype=np.float32)
