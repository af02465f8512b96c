"""Exact binomial bounds (Clopper and Pearson 1934), and how rates are printed."""

from collections.abc import Callable
from math import exp, lgamma, log


def bounds(hits: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """The two-sided exact interval of a rate."""
    if total == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _solve(lambda p: 1 - _upto(hits - 1, total, p), tail)
    high = 1.0 if hits == total else _solve(lambda p: 1 - _upto(hits, total, p), 1 - tail)
    return low, high


def _upto(hits: int, total: int, rate: float) -> float:
    """Chance of at most `hits` of `total`, term by term in logarithms."""
    if rate <= 0:
        return 1.0
    if rate >= 1:
        return float(hits >= total)
    logs = (
        lgamma(total + 1) - lgamma(k + 1) - lgamma(total - k + 1) + k * log(rate) + (total - k) * log(1 - rate)
        for k in range(hits + 1)
    )
    return min(1.0, sum(exp(value) for value in logs))


def _solve(rising: Callable[[float], float], target: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def rate(hits: int, total: int) -> str:
    """Print a rate with n and its 95 % bounds."""
    if total == 0:
        return "n 0, no rate"
    low, high = bounds(hits, total)
    return f"{hits}/{total} = {100 * hits / total:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"
