"""Columns of the kernel's tables. One row holds what one place in a route needs, so that a look costs one miss.

Nodes: 0..n-1 are jobs (the second person of a two-person job is a node of its own), then one start a technician,
then one end a technician.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Ints32 = NDArray[np.int32]
type Words = NDArray[np.uint64]

FAR = 2**40
"""No time and no cost is this large: infeasible."""
NOWHERE: int = np.int64(-1)  # type: ignore[assignment]  # compiled code wants the type, everybody else a number
"""No route and no place in one yet; with its type, since a bare number is compiled as a kind of its own."""
CLIP = 2**31 - 2
"""Largest cost kept in the insertion cache."""

# A node's columns: first what a position check reads, then what changes seldom; a live board has only the first.
NEXT, PREV, ROUTE, PLACE, LEG, LEAVE, LATEST, LOC, DUR, WIN, WINS, LO, HI, TWIN, PRED, POS = range(16)
KEEP, LOAD, LOADS, BASE_LO, BASE_HI, LIVE_COLUMNS = range(16, 22)
KEEP_PRICE, PRICE, NEXTS, NEXT_COUNT, BENCH, SPECIAL, ABSENT, NODE_COLUMNS = range(21, 29)

# A technician's columns.
KIND, WALK, START, END, HARD, PAUSE, PAUSES, REST, RESTS, HELD = range(10)
COUNT, COST, VERSION, OUTLET, STARTED, STILL, CLASS, TOUCHED, RUINED, NEW = range(10, 20)
UNTIL, HOLDS, TECH_COLUMNS = range(20, 23)

# An outlet's columns.
CAPACITY, USED, BENCHES = range(3)

# Whole-plan numbers.
(
    NODES,
    TECHS,
    LATE_PRICE,
    OVER_PRICE,
    FAIR_PRICE,
    LEAST_FACTOR,
    ABSENTS,
    ITERATION,
    VERSIONS,
    TOUCHES,
    LOGGED,
    SAVED,
    COST_NOW,
    COST_BEST,
    IMPROVED,
    MEAN_REMOVED,
    LONGEST_STRING,
    WORKING,
    SPECIALS,
    STAMP,
    NEW_BONUS,
    BLIND,
    STRICT,
    FOCUSED,
    CHARGED,
    USED_ROUTES,
    SCALARS,
) = range(27)


class Arena(NamedTuple):
    """All that the kernel reads and writes.

    Attributes
    ----------
    drive, drive_to : int32 of shape (places, places)
        Seconds between places; the second is transposed. On a live board (0, 0): legs come from `globe`.
    globe : float64 of shape (places, 3)
        Places as unit vectors; (0, 3) where there is a matrix.
    node : int64 of shape (nodes, NODE_COLUMNS), on a live board (nodes, LIVE_COLUMNS)
    tech : int64 of shape (technicians, TECH_COLUMNS)
    may : int32 of shape (jobs, technicians)
        Latest start at which this technician may do it; below 0: never. (0, 0) on a live board.
    able : int64 pool of the technicians who may do each job
    able_at : int32 of shape (jobs + 1,), where each job's begin there
    bias : int32 of shape (jobs, technicians) or (0, 0)
        Extra cost of this technician for this job.
    window, pause, rest, speed : int64 pools of (from, to, …)
    load : int64 of shape (entries, 2); limit, used : int64 of shape (technicians, kinds)
    outlet : int64 of shape (outlets, 3)
    after : int64 pool of jobs that wait for a job
    near : int32 of shape (jobs, k), nearest jobs first
    focus : int64 of shape (entries,)
        Jobs around which a re-plan looks first; (0,) in a plan from nothing.
    rank : int32 of shape (jobs, criteria), small is tried first
    early, cost, late : int64 of shape (nodes, rests + 1)
        Departure, cost so far and latest arrival by the number of rests taken.
    cache : int32 of shape (entries of `able`, 3): cost, node before, version
    saved : int64 of shape (jobs + technicians + 1, 4)
        Each touched route's nodes as they were: node, leg, departure, latest arrival.
    keys : int64, room for sorting
    """

    drive: Ints32
    drive_to: Ints32
    globe: NDArray[np.float64]
    node: Ints
    tech: Ints
    may: Ints32
    able: Ints
    able_at: Ints32
    bias: Ints32
    window: Ints
    pause: Ints
    rest: Ints
    speed: Ints
    load: Ints
    limit: Ints
    used: Ints
    outlet: Ints
    after: Ints
    near: Ints32
    focus: Ints
    rank: Ints32
    early: Ints
    cost: Ints
    late: Ints
    cache: Ints32
    absent: Ints
    work: Ints
    keys: Ints
    log: Ints
    saved: Ints
    touched: Ints
    classes: Ints
    scratch: Ints
    best: Ints
    pool: Ints
    number: Ints
    logarithm: Ints
    dice: NDArray[np.uint64]
