"""Tear strings of neighbouring stops out of neighbouring routes.

References
----------
Christiaens, J. and Vanden Berghe, G. (2020), Slack induction by string removals for vehicle routing problems,
Transportation Science 54(2).
"""

from anxin.engines.dispatch.kernel.chance import below
from anxin.engines.dispatch.kernel.jit import hot
from anxin.engines.dispatch.kernel.journal import ROUTE_OF
from anxin.engines.dispatch.kernel.layout import (
    ABSENTS,
    COUNT,
    FOCUSED,
    ITERATION,
    LONGEST_STRING,
    MEAN_REMOVED,
    NEXT,
    NODES,
    POS,
    PREV,
    ROUTE,
    RUINED,
    STRICT,
    TOUCHES,
    USED_ROUTES,
    Arena,
)
from anxin.engines.dispatch.kernel.linked import remove
from anxin.engines.dispatch.kernel.routes import renew


@hot
def ruin(a: Arena) -> None:
    """Remove strings around a seed; routes are left refreshed."""
    nodes = a.number[NODES]
    longest, mean = a.number[LONGEST_STRING], a.number[MEAN_REMOVED]
    placed = nodes - a.number[ABSENTS]
    length = min(longest, max(1, placed // max(1, a.number[USED_ROUTES])))
    most = max(1, 4 * mean // (1 + length) - 1)
    strings = 1 + below(a.dice, most)
    absents = a.number[ABSENTS]
    homeless = absents > 0 and below(a.dice, 4) == 0
    seed = a.absent[below(a.dice, absents)] if homeless else below(a.dice, nodes)
    if not homeless and a.focus.shape[0] > 0 and below(a.dice, 100) < a.number[FOCUSED]:
        seed = a.focus[below(a.dice, a.focus.shape[0])]
    strict = homeless or below(a.dice, 100) < a.number[STRICT]
    for k in range(-1, a.near.shape[1]):
        if strings <= 0:
            break
        c = seed if k < 0 else int(a.near[seed, k])
        r = a.node[c, ROUTE] if c >= 0 else -1
        if r < 0 or a.tech[r, RUINED] == a.number[ITERATION]:
            continue
        if k >= 0 and strict and a.may[seed, r] < 0:
            continue
        tear(a, c, length)
        strings -= 1
    for k in range(a.number[TOUCHES]):
        renew(a, a.touched[k, ROUTE_OF])


@hot
def tear(a: Arena, c: int, longest: int) -> None:
    """Remove a string around c from its route, half of the time with a piece in the middle kept."""
    r = a.node[c, ROUTE]
    a.tech[r, RUINED] = a.number[ITERATION]
    count = a.tech[r, COUNT]
    size = 1 + below(a.dice, min(longest, count))
    kept = 0
    if size > 1 and size < count and below(a.dice, 2) == 0:
        kept = 1
        while size + kept < count and below(a.dice, 100) >= 50:
            kept += 1
    span = size + kept
    position = a.node[c, POS]
    low, high = max(1, position - span + 1), min(position, count - span + 1)
    start = low + below(a.dice, high - low + 1)
    for _ in range(position - start):
        c = a.node[c, PREV]
    gap = 1 + below(a.dice, size) if kept > 0 else span + 1
    nodes = a.number[NODES]
    victims = a.work
    taken = 0
    for step in range(span):
        if c >= nodes:
            break
        if step < gap or step >= gap + kept:
            victims[taken] = c
            taken += 1
        c = a.node[c, NEXT]
    for k in range(taken):
        if a.node[victims[k], ROUTE] >= 0:
            remove(a, victims[k])
