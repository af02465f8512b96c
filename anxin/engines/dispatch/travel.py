"""Driving time without roads: great circle × detour, at a speed that grows with distance.

The detour index of Chinese cities averages 1.32 and is larger on short trips; both tables are assumptions until an
operator has learned his own (see docs/explanation/algorithms/dispatch.md).

References
----------
Annals of GIS (2021), detour index of 25 Chinese cities.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.model import Problem
from anxin.engines.dispatch.model.problem import Seconds

type Metres = NDArray[np.float64] | np.float64
type Legs = Seconds | Globe

EARTH_M = 6_371_008.8
MOST_PLACES = 3000
BANDS: tuple[tuple[float, float, float], ...] = (
    # up to metres, detour, metres per second
    (2_000.0, 1.50, 5.0),
    (10_000.0, 1.40, 7.0),
    (50_000.0, 1.30, 11.0),
    (math.inf, 1.25, 19.0),
)
ORIGINS = tuple(
    # Seconds at which a band begins: what the bands before it took.
    sum((BANDS[i][0] - (BANDS[i - 1][0] if i else 0.0)) * BANDS[i][1] / BANDS[i][2] for i in range(band))
    for band in range(len(BANDS))
)


def unit_vectors(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return places as vectors on the unit sphere, shape (n, 3), from (longitude, latitude) in degrees.

    With these the kernel needs no sine: the same roundings on every machine.
    """
    rows = []
    for longitude, latitude in points:
        east, north = math.radians(longitude), math.radians(latitude)
        rows.append((math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)))
    return np.asarray(rows, np.float64).reshape(-1, 3)


def great_circle_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance over ground in metres (haversine)."""
    east, north = math.radians(other[0] - one[0]), math.radians(other[1] - one[1])
    low, high = math.radians(one[1]), math.radians(other[1])
    half = math.sin(north / 2) ** 2 + math.cos(low) * math.cos(high) * math.sin(east / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def seconds_between(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return driving time between two places, (longitude, latitude) in degrees, as where no matrix is known."""
    return seconds_for(great_circle_m(one, other))


def seconds_for(metres: float) -> int:
    """Return driving time for a great-circle distance; continuous and growing across the bands."""
    lower = 0.0
    for (upper, detour, speed), origin in zip(BANDS, ORIGINS, strict=True):
        if metres <= upper:
            return int(origin + (metres - lower) * (detour / speed) + 0.5)
        lower = upper
    raise AssertionError("the last band has no end")


def along_the_ground(square: Metres) -> Metres:
    """Return metres for a quarter of the squared chord (the arc sine as a series: the same on every machine)."""
    series = 1.0 + square * (1.0 / 6.0 + square * (3.0 / 40.0 + square * (15.0 / 336.0)))
    metres: Metres = 2 * EARTH_M * np.sqrt(square) * series
    return metres


def matrix_between(points: Sequence[tuple[float, float]]) -> Seconds:
    """Return driving seconds between all places, shape (n, n)."""
    vectors = unit_vectors(points)
    n = len(vectors)
    matrix = np.empty((n, n), np.int32)
    for row in range(n):
        matrix[row] = flights(vectors[row] - vectors)
    return matrix


EDGES = np.array([band[0] for band in BANDS[:-1]])
LOWER, ORIGIN = np.array([0.0, *EDGES]), np.array(ORIGINS)
PACE = np.array([band[1] / band[2] for band in BANDS])


def flights(apart: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return driving seconds for differences of unit vectors, shape (n, 3)."""
    x, y, z = apart.T
    metres = np.asarray(along_the_ground((x * x + y * y + z * z) / 4.0))
    band = np.searchsorted(EDGES, metres)
    return np.asarray(np.floor(ORIGIN[band] + (metres - LOWER[band]) * PACE[band] + 0.5), np.int64)


@dataclass(frozen=True, slots=True)
class Globe:
    """Driving seconds between places looked up like a matrix, `globe[p, q]`, but never stored."""

    vectors: NDArray[np.float64]

    def __getitem__(self, pair: tuple[int, int]) -> int:
        x, y, z = (float(value) for value in self.vectors[pair[0]] - self.vectors[pair[1]])
        return seconds_for(float(along_the_ground(np.float64((x * x + y * y + z * z) / 4.0))))


def matrix_of(problem: Problem) -> Legs:
    """Return the problem's own matrix, or the one drawn from its places; past `MOST_PLACES` nothing is stored."""
    if problem.durations is not None:
        return problem.durations
    if len(problem.locations) > MOST_PLACES:
        return Globe(unit_vectors(problem.locations))
    return matrix_between(problem.locations)


def row_of(legs: Legs, place: int, others: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return seconds from one place to others and back, added."""
    if isinstance(legs, Globe):
        return 2 * flights(legs.vectors[place] - legs.vectors[others])
    return np.asarray(legs[place, others].astype(np.int64) + legs[others, place], np.int64)


def factor_at(problem: Problem, depart: int) -> float:
    """Return by how much driving is slower for whoever departs now (the last span that holds the moment)."""
    factor = 1.0
    for speed in problem.speeds:
        if speed.start <= depart < speed.end:
            factor = speed.factor
    return factor


def millionths(factor: float) -> int:
    """Return a factor as whole millionths, so that 1.3 is exactly 1.3 everywhere."""
    return round(factor * 1_000_000)


def driving(base: int, factor: int) -> int:
    """Return whole seconds for a base time and a factor in millionths, rounded up."""
    return -(-base * factor // 1_000_000)
