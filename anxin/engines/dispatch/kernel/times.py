"""When somebody can leave, arrive and begin: windows, pauses between shifts, rests, speed by hour."""

# mypy: disable-error-code="no-any-return, return-value"

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.kernel.jit import hot, part
from anxin.engines.dispatch.kernel.layout import (
    DUR,
    FAR,
    HI,
    LATE_PRICE,
    LO,
    PAUSE,
    PAUSES,
    REST,
    RESTS,
    WIN,
    WINS,
    Arena,
    Ints,
)

MILLION = 1_000_000
DIAMETER_M = 2 * 6_371_008.8
NEAR_M, TOWN_M, REGION_M = 2_000.0, 10_000.0, 50_000.0
NEAR_PACE, TOWN_PACE, REGION_PACE, FAR_PACE = 1.50 / 5.0, 1.40 / 7.0, 1.30 / 11.0, 1.25 / 19.0
TOWN_FROM = NEAR_M * NEAR_PACE
REGION_FROM = TOWN_FROM + (TOWN_M - NEAR_M) * TOWN_PACE
FAR_FROM = REGION_FROM + (REGION_M - TOWN_M) * REGION_PACE


@part
def flown(globe: NDArray[np.float64], p: int, q: int) -> int:
    """Return driving seconds from great circle × detour (the tables of `travel.py`), without any sine."""
    x, y, z = globe[p, 0] - globe[q, 0], globe[p, 1] - globe[q, 1], globe[p, 2] - globe[q, 2]
    square = (x * x + y * y + z * z) / 4.0
    half = np.sqrt(square)
    metres = DIAMETER_M * half * (1.0 + square * (1.0 / 6.0 + square * (3.0 / 40.0 + square * (15.0 / 336.0))))
    if metres <= NEAR_M:
        return int(metres * NEAR_PACE + 0.5)
    if metres <= TOWN_M:
        return int(TOWN_FROM + (metres - NEAR_M) * TOWN_PACE + 0.5)
    if metres <= REGION_M:
        return int(REGION_FROM + (metres - TOWN_M) * REGION_PACE + 0.5)
    return int(FAR_FROM + (metres - REGION_M) * FAR_PACE + 0.5)


@hot
def leg_between(a: Arena, p: int, q: int) -> int:
    """Return driving seconds between two places, from the matrix or over the globe."""
    return np.int64(a.drive[p, q]) if a.drive.shape[0] > 0 else np.int64(flown(a.globe, p, q))


@hot
def last_allowed(a: Arena, r: int, c: int) -> int:
    """Return the latest start at which the technician may do the job (a live board bounds it by `HI` alone)."""
    return np.int64(a.may[c, r]) if a.may.shape[0] > 0 else FAR


@hot
def slowed(speed: Ints, base: int, depart: int) -> int:
    """Return the driving time of whoever departs now, rounded up to a second."""
    factor = MILLION
    for k in range(speed.shape[0]):
        if speed[k, 0] <= depart < speed[k, 1]:
            factor = speed[k, 2]
    return -((-base * factor) // MILLION)


@hot
def departing(a: Arena, r: int, t: int, base: int) -> tuple[int, int]:
    """Return (departure, driving time) for whoever is ready at t; nobody drives inside a pause."""
    leg = base if a.speed.shape[0] == 0 else slowed(a.speed, base, t)
    first = a.tech[r, PAUSE]
    for k in range(first, first + a.tech[r, PAUSES]):
        if t < a.pause[k, 1] and t + leg > a.pause[k, 0] and base > 0:
            t = a.pause[k, 1]
            leg = base if a.speed.shape[0] == 0 else slowed(a.speed, base, t)
    return t, leg


@hot
def latest_departure(a: Arena, r: int, arrive: int, base: int) -> int:
    """Return the latest departure that still arrives in time (constant speed)."""
    t = arrive - base
    first = a.tech[r, PAUSE]
    for k in range(first + a.tech[r, PAUSES] - 1, first - 1, -1):
        if t < a.pause[k, 1] and t + base > a.pause[k, 0] and base > 0:
            t = a.pause[k, 0] - base
    return t


@hot
def beginning(a: Arena, c: int, t: int, last: int) -> int:
    """Return the first start at or after t inside a window and not after `last`, or FAR. No pauses."""
    row = a.node[c]
    if t < row[LO]:
        t = row[LO]
    if row[HI] < last:
        last = row[HI]
    if t > last:
        return FAR
    w = row[WIN]
    end = w + row[WINS]
    while w < end:
        if t <= a.window[w, 1]:
            if t < a.window[w, 0]:
                t = a.window[w, 0]
            return t if t <= last else FAR
        w += 1
    return t if a.number[LATE_PRICE] > 0 else FAR


@hot
def beginning_between(a: Arena, r: int, c: int, t: int) -> int:
    """Return the first start at or after t that also keeps clear of the technician's pauses, or FAR."""
    last = last_allowed(a, r, c)
    first, count = a.tech[r, PAUSE], a.tech[r, PAUSES]
    t = beginning(a, c, t, last)
    for k in range(first, first + count):
        if t < FAR and t < a.pause[k, 1] and t + a.node[c, DUR] > a.pause[k, 0]:
            t = beginning(a, c, a.pause[k, 1], last)
    return t


@hot
def latest_start(a: Arena, r: int, c: int, t: int) -> int:
    """Return the last start at or before t that windows and pauses allow, or -FAR."""
    row = a.node[c]
    t = min(t, row[HI], last_allowed(a, r, c))
    first = a.tech[r, PAUSE]
    k = first + a.tech[r, PAUSES] - 1
    w = row[WIN] + row[WINS] - 1
    open_end = a.number[LATE_PRICE] > 0
    while w >= row[WIN]:
        if t >= a.window[w, 0]:
            if t > a.window[w, 1] and not (open_end and w == row[WIN] + row[WINS] - 1):
                t = a.window[w, 1]
            while k >= first and t + row[DUR] <= a.pause[k, 0]:
                k -= 1
            if k < first or t >= a.pause[k, 1]:
                return t if t >= row[LO] else -FAR
            t = a.pause[k, 0] - row[DUR]
            k -= 1
            continue
        w -= 1
    return -FAR


@hot
def lateness(a: Arena, c: int, start: int) -> int:
    """Return seconds of a start after the last window."""
    last = a.window[a.node[c, WIN] + a.node[c, WINS] - 1, 1]
    return start - last if start > last else 0


@hot
def take_rests(a: Arena, r: int, when: Ints, paid: Ints) -> None:
    """Let the technician rest where he is: state k + 1 from state k, wherever that is earlier."""
    first = a.tech[r, REST]
    for k in range(a.tech[r, RESTS]):
        if when[k] < FAR:
            start = max(when[k], a.rest[first + k, 0])
            end = start + a.rest[first + k, 2]
            if end <= a.rest[first + k, 1] and (end < when[k + 1] or (end == when[k + 1] and paid[k] < paid[k + 1])):
                when[k + 1] = end
                paid[k + 1] = paid[k]


@hot
def rests_before(a: Arena, r: int, k: int, latest: int) -> int:
    """Return the latest moment at which rest k can begin so that it is over by `latest`, or -FAR."""
    row = a.rest[a.tech[r, REST] + k]
    start = min(latest, row[1]) - row[2]
    return start if start >= row[0] else -FAR
