"""Dice of the kernel: xorshift64*, whole numbers only.

References
----------
Vigna, S. (2016), An experimental exploration of Marsaglia's xorshift generators, scrambled.
"""

# mypy: disable-error-code="no-any-return, return-value"

import math

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.kernel.jit import hot, part

LOGARITHMS = 4096

A, B, C, HALF = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(32)
STAR = np.uint64(2685821657736338717)


def seeded(seed: int) -> NDArray[np.uint64]:
    """Return the dice for a seed (splitmix64, so that near seeds roll differently)."""
    mask = 2**64 - 1
    z = (seed + 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return np.array([(z ^ (z >> 31)) or 1], np.uint64)


def logarithms() -> NDArray[np.int64]:
    """Return −ln of evenly spread chances, in 65,536ths: annealing without a logarithm in the kernel."""
    return np.array([round(-math.log((i + 0.5) / LOGARITHMS) * 65536) for i in range(LOGARITHMS)], np.int64)


@part
def roll(dice: NDArray[np.uint64]) -> np.uint64:
    """Return 64 random bits."""
    x = dice[0]
    x ^= x >> A
    x ^= x << B
    x ^= x >> C
    dice[0] = x
    return x * STAR


@hot
def below(dice: NDArray[np.uint64], n: int) -> int:
    """Return a random whole number below n (n below 2**32)."""
    return np.int64(((roll(dice) >> HALF) * np.uint64(n)) >> HALF)
