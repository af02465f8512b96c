"""Lay one picture roughly over another by their coarse light and dark, where too few features correspond.

Two pictures of one thing from neighbouring angles look alike at a hundred pixels. Intensities there are registered by
one affine map (Evangelidis and Psarakis 2008, ECC); how well they then correlate says how far the map may be relied on.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
WIDTH = 128


def align(
    one: NDArray[np.uint8], other: NDArray[np.uint8], starts: Sequence[Matrix] = ()
) -> tuple[Matrix, float] | None:
    """Find the affine map (2, 3) from one grey picture to the other, and the correlation it reaches (0 to 1).

    Parameters
    ----------
    starts : maps to begin from, in the pictures' own pixels; the frames laid over each other are always tried.
    """
    small, ratio = _reduced(one)
    target, ratio_other = _reduced(other)
    frames = np.array([[other.shape[1] / one.shape[1], 0, 0], [0, other.shape[0] / one.shape[0], 0]])
    found: list[tuple[float, Matrix]] = []
    for start in (frames, *starts):
        begin = start * (ratio_other / ratio)
        begin[:, 2] = start[:, 2] * ratio_other
        try:
            likeness, matrix = cv2.findTransformECC(
                small, target, begin.astype(np.float32), cv2.MOTION_AFFINE,
                (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4), np.full(small.shape, 255, np.uint8), 5,
            )  # fmt: skip
        except cv2.error:
            continue
        whole = np.asarray(matrix, dtype=np.float64)
        values = np.linalg.svd(whole[:, :2], compute_uv=False)
        if values[1] > 0.3 and values[0] < 3 and values[0] < 2.5 * values[1]:
            carried = whole * (ratio / ratio_other)
            carried[:, 2] = whole[:, 2] / ratio_other
            found.append((float(likeness), carried))
    if not found:
        return None
    likeness, matrix = max(found, key=lambda pair: pair[0])
    return matrix, likeness


def _reduced(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    ratio = WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), 1.5).astype(np.float32), ratio
