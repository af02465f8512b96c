"""Copy-move: one place of a picture repeated in another place of it (Amerini et al. 2011: g2NN on SIFT)."""

import cv2
import numpy as np

from anxin.engines.evidence.findings import Trace
from anxin.engines.evidence.matching import Features

RATIO, NEAREST, FEWEST = 0.55, 24.0, 10


def read(features: Features) -> Trace:
    """Look for a compact cluster of features that matches another cluster by one shift.

    Does not apply to plain pictures, nor to patterns: printed repeats, bricks, keys and textiles match themselves, so
    where more than one shift repeats nothing is said.
    """
    if len(features) < 80:
        return Trace("copy_move", False, facts={"why": "too few features"})
    likeness = features.roots @ features.roots.T
    far = np.linalg.norm(features.points[:, None] - features.points[None], axis=2) > NEAREST
    likeness = np.where(far, likeness, -1.0)
    two = np.sort(np.partition(likeness, -2, axis=1)[:, -2:], axis=1)
    gaps = np.sqrt(np.maximum(0, 2 - 2 * two))
    good = np.flatnonzero((gaps[:, 1] < RATIO * gaps[:, 0]) & (gaps[:, 1] < 0.35))
    if len(good) > 0.3 * len(features):
        return Trace("copy_move", False, facts={"why": "the picture repeats itself"})
    if len(good) < FEWEST:
        return Trace("copy_move", True, facts={"seen": False, "pairs": len(good)})
    other = likeness[good].argmax(axis=1)
    source, target = features.points[good], features.points[other]
    flip = (target[:, 0] - source[:, 0]) < 0
    source[flip], target[flip] = target[flip].copy(), source[flip].copy()
    cv2.setRNGSeed(20261125)
    matrix, mask = cv2.estimateAffinePartial2D(source, target, ransacReprojThreshold=2.0, maxIters=2000)
    inliers = int(mask.sum()) if mask is not None else 0
    if matrix is None or inliers < FEWEST or not 0.5 < abs(float(np.linalg.det(matrix[:, :2]))) < 2:
        return Trace("copy_move", True, facts={"seen": False, "pairs": len(good)})
    fits = mask.ravel().astype(bool)
    x, y, width, height = cv2.boundingRect(target[fits])
    return Trace("copy_move", True, region=(x, y, width, height), facts={"seen": True, "pairs": inliers})
