"""PDQ perceptual hash in numpy: 256 bits and a quality (facebook/ThreatExchange, "The TMK+PDQF and PDQ hashes", 2019).

The eight dihedral variants come from one transform: turning or mirroring a picture only transposes the matrix of
coefficients and changes signs.
"""

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
Floats = NDArray[np.floating[Any]]
SIDE = 64
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def pdq(pixels: NDArray[np.uint8]) -> tuple[str, int]:
    """Hash a picture.

    Parameters
    ----------
    pixels : RGB of shape (height, width, 3), at most about 512 a side (hash the canonical reduction).

    Returns
    -------
    64 hexadecimal digits, and a quality from 0 to 100; below 50 the hash says little.
    """
    grid = reduce_to_grid(pixels)
    return to_hex(to_bits(coefficients(grid))), quality(grid)


def variants(pixels: NDArray[np.uint8]) -> list[str]:
    """Hash a picture and its seven turned and mirrored selves, from one transform."""
    return [to_hex(to_bits(matrix)) for matrix in dihedral(coefficients(reduce_to_grid(pixels)))]


def reduce_to_grid(pixels: NDArray[np.uint8]) -> Floats:
    """Blur with two passes of a box a 128th of the side wide, and sample 64 x 64 values of luma."""
    luma = pixels.astype(np.float32) @ LUMA if pixels.ndim == 3 else pixels.astype(np.float32)
    height, width = luma.shape
    for _ in range(2):
        luma = _box(luma, _window(width))
        luma = _box(np.ascontiguousarray(luma.T), _window(height)).T
    rows = ((np.arange(SIDE) + 0.5) * height / SIDE).astype(int)
    columns = ((np.arange(SIDE) + 0.5) * width / SIDE).astype(int)
    return np.ascontiguousarray(luma[np.ix_(rows, columns)])


def _window(side: int) -> int:
    return (side + 2 * SIDE - 1) // (2 * SIDE)


def _box(values: Floats, full: int) -> Floats:
    """Average each row over a window that shrinks at the ends, as the reference's four phases do."""
    length = values.shape[1]
    half = (full + 2) // 2
    sums = np.zeros((values.shape[0], length + 1), dtype=np.float64)
    np.cumsum(values, axis=1, out=sums[:, 1:])
    at = np.arange(length)
    low, high = np.maximum(0, at - (full - half)), np.minimum(length, at + half)
    return np.asarray((sums[:, high] - sums[:, low]) / (high - low), dtype=np.float32)


@cache
def _basis() -> Floats:
    rows, columns = np.arange(1, 17)[:, None], np.arange(SIDE)[None, :]
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * rows * (2 * columns + 1)), dtype=np.float32)


def coefficients(grid: Floats) -> Floats:
    """Take the 16 x 16 lowest cosine coefficients but the constant ones."""
    basis = _basis()
    return np.asarray(basis @ grid @ basis.T)


def to_bits(matrix: Floats) -> Bits:
    """Compare the coefficients with their lower median."""
    median = np.partition(matrix.ravel(), 127)[127]
    return np.asarray(matrix > median).ravel()


def to_hex(bits: Bits) -> str:
    """Print 256 bits with the last one first, as the reference does."""
    return np.packbits(bits[::-1]).tobytes().hex()


def to_words(code: str) -> NDArray[np.uint64]:
    """Turn a printed hash into four words for scanning."""
    return np.frombuffer(bytes.fromhex(code), dtype=">u8").astype(np.uint64)


def dihedral(matrix: Floats) -> list[Floats]:
    """Return the coefficients of the picture and its seven turned and mirrored selves."""
    signs = np.where(np.arange(16) % 2 == 0, -1.0, 1.0).astype(np.float32)
    flipped = matrix * signs[None, :]
    turned = matrix * signs[:, None]
    both = flipped * signs[:, None]
    return [matrix, flipped, turned, both, matrix.T, flipped.T, turned.T, both.T]


def quality(grid: Floats) -> int:
    """Sum the grid's gradients, capped at 100: flat pictures hash badly."""
    total = 0.0
    for axis in (0, 1):
        steps = np.diff(grid, axis=axis) * 100 / 255
        total += float(np.abs(np.trunc(steps)).sum())
    return min(100, int(total / 90))


def distance(one: str, other: str) -> int:
    """Count the bits in which two printed hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def canonical(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Reduce a picture to the size that all hashes are taken at: long side 512, by area."""
    height, width = pixels.shape[:2]
    if max(height, width) <= 512:
        return pixels
    ratio = 512 / max(height, width)
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
