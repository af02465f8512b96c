"""Which jobs lie near which, and in what orders to try them."""

from collections.abc import Sequence

import numpy as np

from anxin.engines.dispatch.kernel.layout import Ints32
from anxin.engines.dispatch.model import Job
from anxin.engines.dispatch.travel import Legs, row_of

NEAR = 150


def places_of(jobs: Sequence[Job]) -> Ints32:
    """Return each job's place; jobs without travel count as place 0."""
    return np.array([job.location if job.travels else 0 for job in jobs], np.int32)


def nearest(legs: Legs, jobs: Sequence[Job]) -> Ints32:
    """Return the nearest other jobs of each job, nearest first, by driving there and back.

    Returns
    -------
    ndarray of shape (n_jobs, min(n_jobs - 1, 150))
    """
    n = len(jobs)
    count = max(0, min(n - 1, NEAR))
    table = np.full((n, count), -1, np.int32)
    if count == 0:
        return table
    places = places_of(jobs)
    for c in range(n):
        apart = row_of(legs, int(places[c]), places)
        apart[c] = np.iinfo(np.int64).max
        if count < n - 1:
            limit = np.partition(apart, count - 1)[count - 1]
            chosen = np.flatnonzero(apart <= limit)
        else:
            chosen = np.flatnonzero(np.arange(n) != c)
        table[c] = chosen[np.argsort(apart[chosen], kind="stable")][:count]
    return table


def ranks(homes: Sequence[int], legs: Legs, jobs: Sequence[Job], may: Ints32) -> Ints32:
    """Return by which numbers jobs are put in order before they are placed; small comes first.

    The columns repeat by weight (after Christiaens and Vanden Berghe), with scarcity of technicians and price added.

    Returns
    -------
    ndarray of shape (n_jobs, 12)
    """
    if not jobs:
        return np.zeros((0, 12), np.int32)
    places = places_of(jobs)
    home = np.zeros(len(jobs), np.int64)
    for place in sorted(set(homes))[:64]:
        home += row_of(legs, place, places) // 128
    heavy = [-sum(job.load) if any(other.load for other in jobs[:50]) else -job.duration for job in jobs]
    begins, ends = [job.windows[0][0] for job in jobs], [job.windows[-1][1] for job in jobs]
    width = [sum(end - start for start, end in job.windows) for job in jobs]
    scarce = (may >= 0).sum(axis=1)
    price = [-(job.priority + (0 if job.optional else 1)) for job in jobs]
    columns = [heavy, heavy, -home, -home, home, width, width, begins, ends, scarce, scarce, price]
    return np.stack([np.asarray(column).astype(np.int32) for column in columns], axis=1)
