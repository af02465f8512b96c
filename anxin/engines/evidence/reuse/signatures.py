"""Binarise local features: 128 bits each, at most 128 a picture, so that 200,000 pictures fit in memory.

PDQ hashes the whole frame and is lost by every crop, border, screenshot or turn; local features are not.
"""

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.matching.features import Features

KEPT = 128
ASKED = 512
NEAR = 30


def _mixing() -> NDArray[np.float32]:
    """A fixed orthogonal matrix: Hadamard's, columns' signs and rows' order drawn once from a fixed generator."""
    matrix = np.ones((1, 1), np.float32)
    while len(matrix) < 128:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    state, signs = 20261125, []
    for _ in range(128):
        state = (1103515245 * state + 12345) % (1 << 31)
        signs.append(1.0 if state >> 16 & 1 else -1.0)
    return np.asarray(matrix * np.array(signs, np.float32)[None, :], dtype=np.float32)


MIXING = _mixing()


def binarise(roots: NDArray[np.float32]) -> NDArray[np.uint64]:
    """Turn unit descriptors (n, 128) into 128-bit signatures (n, 2): signs of mixed, centred coordinates."""
    if len(roots) == 0:
        return np.zeros((0, 2), np.uint64)
    bits = (roots - MIDDLE) @ MIXING.T > 0
    return np.packbits(bits, axis=1).view(">u8").astype(np.uint64)


def _masks() -> NDArray[np.int64]:
    """All ways in which at most two of a key's 16 bits differ."""
    rows = [0, *(1 << a for a in range(16)), *(1 << a | 1 << b for a in range(16) for b in range(a))]
    return np.array(rows, np.int64)


MASKS = _masks()


def _middle() -> NDArray[np.float32]:
    """The usual RootSIFT descriptor: heavier in the four inner cells, a little heavier along the main direction."""
    cells = np.array([0.82, 1.13, 1.13, 0.82])
    directions = np.array([1.25, 1.0, 0.92, 0.97, 1.0, 0.97, 0.92, 1.0])
    weights = (cells[:, None] * cells[None, :])[..., None] * directions
    flat = weights.ravel()
    return np.asarray(flat / np.linalg.norm(flat) * 0.93, dtype=np.float32)


MIDDLE = _middle()


def choose(features: Features, count: int) -> NDArray[np.int64]:
    """Choose features that survive reductions: the larger and stronger ones, spread over the frame.

    The frame is cut into 4 x 4 parts that take turns, so that a crop keeps its share.
    """
    if len(features) <= count:
        return np.arange(len(features))
    height, width = features.shape
    weight = features.strengths * np.minimum(features.sizes, 24.0)
    part = (features.points[:, 1] * 4 / height).astype(int).clip(0, 3) * 4
    part += (features.points[:, 0] * 4 / width).astype(int).clip(0, 3)
    order = np.lexsort((np.arange(len(weight)), -weight))
    turn = np.zeros(len(weight), np.int64)
    seen = np.zeros(16, np.int64)
    for row in order:
        turn[row] = seen[part[row]]
        seen[part[row]] += 1
    ranked = np.lexsort((np.arange(len(weight)), -weight, turn))
    return np.sort(ranked[:count]).astype(np.int64)
