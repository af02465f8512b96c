"""Match one job after another against live routes: bits, then the same prices of a place as the plan uses."""

# mypy: disable-error-code="no-any-return"

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.kernel.insertion import charge, fits, place_in, use
from anxin.engines.dispatch.kernel.jit import jit, part
from anxin.engines.dispatch.kernel.layout import (
    BASE_HI,
    COUNT,
    DUR,
    FAR,
    HARD,
    HELD,
    HI,
    KIND,
    LATE_PRICE,
    LEAST_FACTOR,
    LEAVE,
    LOC,
    NEW,
    NEW_BONUS,
    NODES,
    PLACE,
    POS,
    RESTS,
    ROUTE,
    STARTED,
    STILL,
    TECHS,
    UNTIL,
    WIN,
    WINS,
    Arena,
    Ints,
    Words,
)
from anxin.engines.dispatch.kernel.layout import START as BEGIN
from anxin.engines.dispatch.kernel.linked import start_at
from anxin.engines.dispatch.kernel.routes import link, refresh, unlink
from anxin.engines.dispatch.kernel.times import MILLION, leg_between

type Spots = NDArray[np.float64]

RANKED, WHO, BEFORE, ADDED, START, ARRIVE, POSITION, JOBS, TOP_COLUMNS = range(9)
FIND, FIND_NEAR, TAKE, GIVE_BACK, REFRESH = range(5)

NEAREST, FARTHEST = 24, 64
"""Of a whole region's people so many, the nearest, are priced; where none of them can, on until somebody can."""
FINE = 1e14
SLACK_S = 120
"""Rounding of a chain of legs, never reached: nobody is ruled out by less."""


@part
def qualified(have: Words, want: Words, r: int, c: int) -> bool:
    """Return whether all bits that the job wants are there."""
    missing = 0
    for w in range(want.shape[1]):
        missing += (want[c, w] & ~have[r, w]) != 0
    return missing == 0


@part
def expires(expiring: Words, want: Words, r: int, c: int) -> bool:
    """Return whether the job wants a skill that this technician loses during the day."""
    lost = 0
    for w in range(want.shape[1]):
        lost += (want[c, w] & expiring[r, w]) != 0
    return lost > 0


@part
def bound(a: Arena, expiring: Words, want: Words, r: int, c: int) -> None:
    """Set the job's latest start as this technician's skills allow it."""
    a.node[c, HI] = a.node[c, BASE_HI]
    if expires(expiring, want, r, c):
        a.node[c, HI] = min(a.node[c, HI], a.tech[r, UNTIL] - a.node[c, DUR])


@part
def clear(top: Ints) -> None:
    """Empty the list of the best."""
    for k in range(top.shape[0]):
        top[k, RANKED], top[k, WHO] = FAR, -1


@part
def price(a: Arena, expiring: Words, want: Words, r: int, c: int, top: Ints) -> None:
    """Price the job in one live route and keep it if it is among the best."""
    if not fits(a, r, c):
        return
    bound(a, expiring, want, r, c)
    added, before = place_in(a, r, c)
    if added >= FAR:
        return
    added += charge(a, r, c)
    ranked = added - a.number[NEW_BONUS] * a.tech[r, NEW]
    k = top.shape[0] - 1
    if ranked >= top[k, RANKED]:
        return
    while k > 0 and top[k - 1, RANKED] > ranked:
        for column in range(ADDED + 1):
            top[k, column] = top[k - 1, column]
        k -= 1
    top[k, RANKED], top[k, WHO], top[k, BEFORE], top[k, ADDED] = ranked, r, before, added


@part
def find(
    a: Arena, have: Words, expiring: Words, want: Words, candidates: Ints, low: int, high: int, c: int, top: Ints
) -> int:
    """Fill `top` with the cheapest candidates, best first; return how many qualified at all."""
    clear(top)
    count = 0
    for i in range(low, high):
        r = candidates[i]
        if qualified(have, want, r, c):
            count += 1
            price(a, expiring, want, r, c, top)
    return count


@part
def apart(a: Arena, spots: Spots, r: int, c: int) -> int:
    """Return how far the technician's first place is from the job, in any unit that grows with distance."""
    loc = a.node[c, LOC]
    if loc < 0:
        return 0
    if spots.shape[0] == 0:
        return leg_between(a, a.node[a.number[NODES] + r, PLACE], loc)
    x, y, z = spots[r, 0] - a.globe[loc, 0], spots[r, 1] - a.globe[loc, 1], spots[r, 2] - a.globe[loc, 2]
    return int((x * x + y * y + z * z) * FINE)


@part
def out_of_reach(a: Arena, r: int, c: int) -> bool:
    """Return whether even an empty day would be too short to go there and come home (over the globe only)."""
    if a.globe.shape[0] == 0 or a.node[c, LOC] < 0 or a.number[LATE_PRICE] > 0:
        return False
    least = a.number[LEAST_FACTOR]
    there = leg_between(a, a.node[a.number[NODES] + r, PLACE], a.node[c, LOC])
    home = a.node[a.number[NODES] + a.number[TECHS] + r, LOC]
    arrive = a.tech[r, BEGIN] + there * least // MILLION - SLACK_S
    row = a.node[c]
    if arrive > a.window[row[WIN] + row[WINS] - 1, 1]:
        return True
    back = leg_between(a, row[LOC], home) * least // MILLION - SLACK_S
    return max(arrive, a.window[row[WIN], 0]) + row[DUR] + back > a.tech[r, HARD]


@part
def find_near(
    a: Arena,
    have: Words,
    expiring: Words,
    want: Words,
    spots: Spots,
    candidates: Ints,
    low: int,
    high: int,
    c: int,
    top: Ints,
) -> int:
    """Do the same for a whole region: only the nearest are priced, then on until somebody can."""
    count = kept = 0
    most, keys = a.keys.shape[0], a.keys
    for i in range(low, high):
        r = candidates[i]
        if not qualified(have, want, r, c):
            continue
        count += 1
        far = apart(a, spots, r, c)
        if kept == most and far >= keys[kept - 1, 0]:
            continue
        kept = min(kept + 1, most)
        k = kept - 1
        while k > 0 and keys[k - 1, 0] > far:
            keys[k, 0], keys[k, 1] = keys[k - 1, 0], keys[k - 1, 1]
            k -= 1
        keys[k, 0], keys[k, 1] = far, r
    clear(top)
    for k in range(kept):
        if k >= NEAREST and top[0, WHO] >= 0:
            break
        if not out_of_reach(a, keys[k, 1], c):
            price(a, expiring, want, keys[k, 1], c, top)
    return count


@part
def tell(a: Arena, expiring: Words, want: Words, c: int, top: Ints) -> None:
    """Add to each of the best when he would arrive and begin, behind how many stops, and what he holds."""
    for k in range(top.shape[0]):
        r, before = top[k, WHO], top[k, BEFORE]
        if r < 0:
            break
        bound(a, expiring, want, r, c)
        start = start_at(a, r, before, c)
        leave = a.node[before, LEAVE]
        if a.tech[r, KIND] > 0 or a.tech[r, STILL] > 0:
            leave = a.early[before, 0]
            for b in range(1, a.tech[r, RESTS] + 1):
                leave = min(leave, a.early[before, b])
        leg = leg_between(a, a.node[before, PLACE], a.node[c, LOC]) if a.node[c, LOC] >= 0 else 0
        top[k, START], top[k, ARRIVE] = start, min(start, leave + leg)
        top[k, POSITION] = a.tech[r, STARTED] + (a.node[before, POS] if before < a.number[NODES] else 0)
        top[k, JOBS] = a.tech[r, HELD] + a.tech[r, COUNT]


@part
def take(a: Arena, r: int, p: int, c: int) -> bool:
    """Put a job into a live route."""
    use(a, r, c, 1)
    link(a, p, c)
    return refresh(a, r)


@jit
def live(
    a: Arena,
    have: Words,
    expiring: Words,
    want: Words,
    spots: Spots,
    area: Ints,
    candidates: Ints,
    rows: Ints,
    first: int,
    last: int,
    top: Ints,
    action: int,
) -> int:
    """Do one action for the nodes in `rows[first:last]`.

    FIND and FIND_NEAR fill `top` for one node (return how many qualify); TAKE gives each node to its best candidate
    (returns how many were placed); GIVE_BACK takes nodes out of their routes; REFRESH recomputes routes `first` to
    `last`.

    Parameters
    ----------
    spots : float64 of shape (technicians, 3)
        Their first places on the unit sphere, in the technicians' order; (0, 3) where there is a matrix.
    area : int64 of shape (nodes, 2)
        Where each node's candidates begin and end in `candidates`.
    """
    done = 0
    for i in range(first, last):
        c = i if action == REFRESH else rows[i]
        if action == REFRESH:
            done = 1 if refresh(a, c) else 0
        elif action == GIVE_BACK:
            r = a.node[c, ROUTE]
            use(a, r, c, -1)
            unlink(a, c)
            refresh(a, r)
        elif action == FIND:
            done = find(a, have, expiring, want, candidates, area[c, 0], area[c, 1], c, top)
            tell(a, expiring, want, c, top)
        elif action == FIND_NEAR:
            done = find_near(a, have, expiring, want, spots, candidates, area[c, 0], area[c, 1], c, top)
            tell(a, expiring, want, c, top)
        else:
            find(a, have, expiring, want, candidates, area[c, 0], area[c, 1], c, top)
            if top[0, WHO] >= 0:
                bound(a, expiring, want, top[0, WHO], c)
                done += 1 if take(a, top[0, WHO], top[0, BEFORE], c) else 0
    return done
