"""Put jobs back one by one, each at its cheapest feasible place, now and then blind to a route."""

from anxin.engines.dispatch.kernel.chance import below
from anxin.engines.dispatch.kernel.insertion import best_place, fits
from anxin.engines.dispatch.kernel.jit import hot, part
from anxin.engines.dispatch.kernel.journal import left_out_price
from anxin.engines.dispatch.kernel.layout import (
    ABSENTS,
    BLIND,
    CLASS,
    CLIP,
    COUNT,
    NOWHERE,
    PRED,
    ROUTE,
    SPECIAL,
    STAMP,
    STARTED,
    VERSION,
    WORKING,
    Arena,
)
from anxin.engines.dispatch.kernel.linked import insert_special, put_in_here

OLD = 24
"""How many of the jobs that were left out before are tried again in one step."""


@part
def recreate(a: Arena, everything: bool, spare: int) -> bool:
    """Try to place all that is out; `everything`: also all that was out before this step.

    Returns False, with jobs still out, as soon as what was placed costs more than `spare`: no place costs less than
    nothing.
    """
    if a.number[ABSENTS] == 0:
        return spare >= 0
    collect(a, everything)
    order(a)
    waiting = False
    for k in range(a.number[WORKING]):
        c = a.work[k]
        if a.node[c, SPECIAL] == 0:
            spare -= insert_plain(a, c)
            if spare < 0:
                return False
        elif not insert_special(a, c):
            waiting = waiting or a.node[c, PRED] >= 0
    while waiting:
        waiting = False
        for k in range(a.number[WORKING]):
            c = a.work[k]
            if a.node[c, ROUTE] < 0 and a.node[c, PRED] >= 0 and a.node[a.node[c, PRED], ROUTE] >= 0:
                waiting = insert_special(a, c) or waiting
    return True


@hot
def collect(a: Arena, everything: bool) -> None:
    """Choose what to place: the newest absents (this step's) and a few of the older ones."""
    absents = a.number[ABSENTS]
    count = 0
    if everything or absents <= 3 * OLD:
        for k in range(absents):
            a.work[k] = a.absent[k]
        count = absents
    else:
        fresh = min(absents, 2 * OLD)
        for k in range(absents - fresh, absents):
            a.work[count] = a.absent[k]
            count += 1
        at = below(a.dice, absents - fresh)
        for k in range(OLD):
            a.work[count] = a.absent[(at + k) % (absents - fresh)]
            count += 1
            if k + 1 >= absents - fresh:
                break
    a.number[WORKING] = count


@hot
def order(a: Arena) -> None:
    """Sort by one criterion, drawn by weight; column 0 is chance."""
    draw = below(a.dice, 16)
    column = draw if draw < a.rank.shape[1] else -1
    count = a.number[WORKING]
    for k in range(count):
        c = a.work[k]
        a.keys[k, 0] = a.rank[c, column] if column >= 0 else below(a.dice, 1 << 20)
        a.keys[k, 1] = c
    gap = 1
    while gap * 3 + 1 < count:
        gap = gap * 3 + 1
    while gap > 0:
        for k in range(gap, count):
            key, c = a.keys[k, 0], a.keys[k, 1]
            i = k
            while i >= gap and (a.keys[i - gap, 0] > key or (a.keys[i - gap, 0] == key and a.keys[i - gap, 1] > c)):
                a.keys[i, 0], a.keys[i, 1] = a.keys[i - gap, 0], a.keys[i - gap, 1]
                i -= gap
            a.keys[i, 0], a.keys[i, 1] = key, c
        gap //= 3
    for k in range(count):
        a.work[k] = a.keys[k, 1]


@hot
def insert_plain(a: Arena, c: int) -> int:
    """Put one job at its cheapest place; leave it out if that costs less or nothing is feasible. Returns the price."""
    price = left_out_price(a, c)
    best, best_r, best_p = min(price, CLIP - 1) + 1, NOWHERE, NOWHERE
    a.number[STAMP] += 1
    stamp = a.number[STAMP]
    for k in range(a.able_at[c], a.able_at[c + 1]):
        r = a.able[k]
        if a.cache[k, 2] == a.tech[r, VERSION] and a.cache[k, 0] >= best:
            continue
        if a.tech[r, COUNT] == 0 and a.tech[r, STARTED] == 0:
            if a.classes[a.tech[r, CLASS]] == stamp:
                continue
            a.classes[a.tech[r, CLASS]] = stamp
        if not fits(a, r, c):
            continue
        cost, before = best_place(a, k, r, c)
        if cost < best and below(a.dice, 1000) >= a.number[BLIND]:
            best, best_r, best_p = cost, r, before
    if best_r < 0:
        return price
    put_in_here(a, best_r, best_p, c)
    return best
