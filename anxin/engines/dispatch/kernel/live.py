"""Match one job after another against live routes: bits, then the same prices of a place as the plan uses."""

from anxin.engines.dispatch.kernel.insertion import charge, fits, place_in, use
from anxin.engines.dispatch.kernel.jit import jit, part
from anxin.engines.dispatch.kernel.layout import (
    BASE_HI,
    DUR,
    FAR,
    HI,
    NEW,
    NEW_BONUS,
    ROUTE,
    UNTIL,
    Arena,
    Ints,
    Words,
)
from anxin.engines.dispatch.kernel.linked import start_at
from anxin.engines.dispatch.kernel.routes import link, refresh, unlink

RANKED, WHO, BEFORE, ADDED, START = range(5)
FIND, TAKE, GIVE_BACK, REFRESH = range(4)


@part
def qualified(have: Words, want: Words, r: int, c: int) -> bool:
    """Return whether all bits that the job wants are there."""
    missing = 0
    for w in range(want.shape[1]):
        missing += (want[c, w] & ~have[r, w]) != 0
    return missing == 0


@part
def expires(soon: Words, want: Words, r: int, c: int) -> bool:
    """Return whether the job wants a skill that this technician loses during the day."""
    lost = 0
    for w in range(want.shape[1]):
        lost += (want[c, w] & soon[r, w]) != 0
    return lost > 0


@part
def bound(a: Arena, soon: Words, want: Words, r: int, c: int) -> None:
    """Set the job's latest start as this technician's skills allow it."""
    a.node[c, HI] = a.node[c, BASE_HI]
    if expires(soon, want, r, c):
        a.node[c, HI] = min(a.node[c, HI], a.tech[r, UNTIL] - a.node[c, DUR])


@part
def find(
    a: Arena, have: Words, soon: Words, want: Words, candidates: Ints, low: int, high: int, c: int, top: Ints
) -> int:
    """Fill `top` with the cheapest candidates, best first; return how many qualified at all."""
    for k in range(top.shape[0]):
        top[k, RANKED], top[k, WHO] = FAR, -1
    count = 0
    for i in range(low, high):
        r = candidates[i]
        if not qualified(have, want, r, c):
            continue
        count += 1
        if not fits(a, r, c):
            continue
        bound(a, soon, want, r, c)
        added, before = place_in(a, r, c)
        if added >= FAR:
            continue
        added += charge(a, r, c)
        ranked = added - a.number[NEW_BONUS] * a.tech[r, NEW]
        k = top.shape[0] - 1
        if ranked >= top[k, RANKED]:
            continue
        while k > 0 and top[k - 1, RANKED] > ranked:
            for column in range(5):
                top[k, column] = top[k - 1, column]
            k -= 1
        top[k, RANKED], top[k, WHO], top[k, BEFORE], top[k, ADDED] = ranked, r, before, added
    return count


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
    soon: Words,
    want: Words,
    area: Ints,
    candidates: Ints,
    rows: Ints,
    first: int,
    last: int,
    top: Ints,
    action: int,
) -> int:
    """Do one action for the nodes in `rows[first:last]`.

    FIND fills `top` for one node (returns how many qualify); TAKE gives each node to its best candidate (returns how
    many were placed); GIVE_BACK takes nodes out of their routes; REFRESH recomputes routes `first` to `last`.

    Parameters
    ----------
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
            done = find(a, have, soon, want, candidates, area[c, 0], area[c, 1], c, top)
            for k in range(top.shape[0]):
                if top[k, WHO] >= 0:
                    bound(a, soon, want, top[k, WHO], c)
                    top[k, START] = start_at(a, top[k, WHO], top[k, BEFORE], c)
        else:
            find(a, have, soon, want, candidates, area[c, 0], area[c, 1], c, top)
            if top[0, WHO] >= 0:
                bound(a, soon, want, top[0, WHO], c)
                done += 1 if take(a, top[0, WHO], top[0, BEFORE], c) else 0
    return done
