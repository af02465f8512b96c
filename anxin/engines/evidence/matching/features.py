"""SIFT features in RootSIFT form (Lowe 2004; Arandjelović and Zisserman 2012)."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

COUNT = 1500
# The bins of a SIFT descriptor (4 rows x 4 columns x 8 directions) seen in a mirror.
MIRROR = np.arange(128).reshape(4, 4, 8)[::-1][:, :, [(8 - k) % 8 for k in range(8)]].ravel()


@dataclass(frozen=True, slots=True)
class Features:
    """Local features of one picture.

    points : (n, 2) pixels. sizes : (n,) diameters. angles : (n,) degrees. roots : (n, 128) unit vectors.
    grey : the picture they were taken from. colour : the same in RGB.
    """

    points: NDArray[np.float32]
    sizes: NDArray[np.float32]
    angles: NDArray[np.float32]
    strengths: NDArray[np.float32]
    roots: NDArray[np.float32]
    colour: NDArray[np.uint8]
    grey: NDArray[np.uint8]

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.grey.shape[0], self.grey.shape[1]

    def __len__(self) -> int:
        return len(self.points)


@cache
def _detector(count: int, contrast: float) -> cv2.SIFT:
    return cv2.SIFT.create(nfeatures=count, contrastThreshold=contrast, edgeThreshold=12)


def extract(pixels: NDArray[np.uint8], count: int = COUNT, contrast: float = 0.02) -> Features:
    """Find features in an RGB picture (the canonical reduction of 640 pixels); lower `contrast` finds fainter ones."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    keys, described = _detector(count, contrast).detectAndCompute(grey, None)
    if described is None or not keys:
        empty = np.zeros(0, np.float32)
        return Features(np.zeros((0, 2), np.float32), empty, empty, empty, np.zeros((0, 128), np.float32), pixels, grey)
    order = np.lexsort(([k.pt[1] for k in keys], [k.pt[0] for k in keys], [-k.response for k in keys]))[:count]
    chosen = [keys[k] for k in order]
    return Features(
        np.array([k.pt for k in chosen], np.float32),
        np.array([k.size for k in chosen], np.float32),
        np.array([k.angle for k in chosen], np.float32),
        np.array([k.response for k in chosen], np.float32),
        rooted(np.asarray(described, np.float32)[order]),
        pixels,
        grey,
    )


def rooted(described: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn SIFT histograms into unit vectors whose product is the Hellinger kernel."""
    shares = described / np.maximum(described.sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.sqrt(shares), dtype=np.float32)


def mirrored(features: Features) -> Features:
    """Give the features of the picture seen in a mirror, without finding them again."""
    points = features.points.copy()
    points[:, 0] = features.shape[1] - 1 - points[:, 0]
    return Features(
        points,
        features.sizes,
        (180.0 - features.angles) % 360.0,
        features.strengths,
        np.ascontiguousarray(features.roots[:, MIRROR]),
        np.ascontiguousarray(features.colour[:, ::-1]),
        np.ascontiguousarray(features.grey[:, ::-1]),
    )
