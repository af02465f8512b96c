"""Find where a place of one picture lies in another picture of the same thing, without one homography for all.

Correspondences that fit the epipolar geometry (Hartley and Zisserman 2004) vote for a local affine map around the place.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.matching import Features
from anxin.engines.evidence.matching.registering import correspondences

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Correspondences of two pictures that fit one epipolar geometry."""

    one: NDArray[np.float32]
    other: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """A local affine map (2, 3) from one picture to the other around a place, and how many correspondences carry it.

    spread : how far around the place they stand (0 on one side, 1 all around).
    """

    matrix: Matrix
    support: int
    spread: float
    error_px: float


def pair(one: Features, other: Features) -> Pairing | None:
    """Match two pictures and keep what fits one epipolar geometry; None under twelve."""
    left, right = correspondences(one, other, ratio=0.86)
    if len(left) < 12:
        return None
    source, target = one.points[left], other.points[right]
    cv2.setRNGSeed(20261125)
    _, mask = cv2.findFundamentalMat(source, target, cv2.USAC_MAGSAC, 1.5, 0.999, 5000)
    if mask is None:
        return None
    fits = mask.ravel().astype(bool)
    return Pairing(source[fits], target[fits]) if fits.sum() >= 12 else None


def locate(pairing: Pairing, box: Box, frame: tuple[int, int]) -> Place | None:
    """Fit a local affine map around a box from the nearest correspondences, widening the circle until it holds."""
    x, y, width, height = box
    middle = np.array([x + width / 2, y + height / 2], np.float32)
    distance = np.linalg.norm(pairing.one - middle, axis=1)
    reach = float(np.hypot(width, height)) / 2
    for factor in (1.6, 2.4, 3.6, 5.0):
        radius = max(reach * factor, 0.06 * factor * max(frame))
        near = np.flatnonzero(distance < radius)
        if len(near) < 8:
            continue
        place = _affine(pairing, near, middle)
        if place is not None:
            return place
    return None


def _affine(pairing: Pairing, near: NDArray[np.intp], middle: NDArray[np.float32]) -> Place | None:
    """Fit an affine map to some correspondences; None where too few agree or it is no sane view of a surface."""
    source, target = pairing.one[near], pairing.other[near]
    cv2.setRNGSeed(20261125)
    matrix, mask = cv2.estimateAffine2D(source, target, ransacReprojThreshold=3.0, maxIters=3000, confidence=0.999)
    if matrix is None or mask is None:
        return None
    fits = mask.ravel().astype(bool)
    if fits.sum() < 7 or fits.mean() < 0.35:
        return None
    values = np.linalg.svd(np.asarray(matrix)[:, :2], compute_uv=False)
    if values[1] < 0.2 or values[0] > 5 or values[0] / values[1] > 4 or np.linalg.det(np.asarray(matrix)[:, :2]) <= 0:
        return None
    around = source[fits] - middle
    angles = np.arctan2(around[:, 1], around[:, 0])
    sectors = np.unique(((angles + np.pi) / (np.pi / 3)).astype(int).clip(0, 5))
    mapped = source[fits] @ np.asarray(matrix)[:, :2].T + np.asarray(matrix)[:, 2]
    error = float(np.median(np.linalg.norm(mapped - target[fits], axis=1)))
    return Place(np.asarray(matrix, dtype=np.float64), int(fits.sum()), len(sectors) / 6, error)
