"""Jobs that bind two routes: two people with one start, a second visit after the first, a shared bench.

Whoever is put in binds the others by a bound on the start (`LO`, `HI`): a common start pins both, a second visit
keeps the first from ending later than it begins. With the bounds set, routes are independent again, and constant-time
checks stay right. A ruined job frees its bounds and takes along those that can't do without it.
"""

# mypy: disable-error-code="no-any-return, return-value"

from anxin.engines.dispatch.kernel.insertion import after_its_first, charge, fits, price_after, states_before, use
from anxin.engines.dispatch.kernel.jit import hot, part
from anxin.engines.dispatch.kernel.journal import change, set_absent, set_present, touch
from anxin.engines.dispatch.kernel.layout import (
    BASE_HI,
    BASE_LO,
    BENCH,
    BENCHES,
    COST,
    DUR,
    FAR,
    HI,
    KIND,
    LATEST,
    LEAVE,
    LEG,
    LO,
    LOC,
    NEXT,
    NEXT_COUNT,
    NEXTS,
    NODES,
    NOWHERE,
    OUTLET,
    PLACE,
    PRED,
    RESTS,
    ROUTE,
    SPECIAL,
    STILL,
    TECHS,
    TWIN,
    Arena,
    Ints,
)
from anxin.engines.dispatch.kernel.routes import link, refresh, renew, unlink, visit
from anxin.engines.dispatch.kernel.times import beginning_between, departing, leg_between

PLACES = 48
DELTA, TECH, BEFORE, EARLIEST = range(4)


@hot
def take_out(a: Arena, c: int) -> None:
    """Take one node out of its route, without refreshing the route."""
    r = a.node[c, ROUTE]
    touch(a, r)
    use(a, r, c, -1)
    unlink(a, c)
    set_absent(a, c)
    if a.node[c, SPECIAL] > 0:
        change(a, c, LO, a.node[c, BASE_LO])
        change(a, c, HI, a.node[c, BASE_HI])


@part
def put_in(a: Arena, r: int, p: int, c: int) -> bool:
    """Put one node behind p and refresh its route; return whether the route holds."""
    return put_in_here(a, r, p, c)


@hot
def put_in_here(a: Arena, r: int, p: int, c: int) -> bool:
    """Do the same inside the caller."""
    touch(a, r)
    set_present(a, c)
    use(a, r, c, 1)
    link(a, p, c)
    return renew(a, r)


@hot
def remove(a: Arena, c: int) -> None:
    """Take out a job with its second person and all that waits for it. Touched routes are not refreshed."""
    stack = a.pool
    stack[0] = c
    size = 1
    while size > 0:
        size -= 1
        c = stack[size]
        if a.node[c, ROUTE] < 0:
            continue
        take_out(a, c)
        if a.node[c, SPECIAL] == 0:
            continue
        if a.node[c, TWIN] >= 0 and a.node[a.node[c, TWIN], ROUTE] >= 0:
            stack[size] = a.node[c, TWIN]
            size += 1
        for k in range(a.node[c, NEXTS], a.node[c, NEXTS] + a.node[c, NEXT_COUNT]):
            stack[size] = a.after[k]
            size += 1
        first = a.node[c, PRED]
        if first >= 0 and a.node[first, ROUTE] >= 0 and a.node[first, TWIN] < 0:
            loosen(a, first)


@part
def loosen(a: Arena, c: int) -> None:
    """Give a job that others wait for the latest start they leave it."""
    touch(a, a.node[c, ROUTE])
    latest = a.node[c, BASE_HI]
    for k in range(a.node[c, NEXTS], a.node[c, NEXTS] + a.node[c, NEXT_COUNT]):
        if a.node[a.after[k], ROUTE] >= 0:
            latest = min(latest, a.node[a.after[k], LO] - a.node[c, DUR])
    change(a, c, HI, latest)


@part
def leaving(a: Arena, c: int) -> int:
    """Return the earliest end of a job in its route from which the rest of the day holds."""
    r = a.node[c, ROUTE]
    if a.tech[r, KIND] == 0 and a.tech[r, STILL] == 0:
        return a.node[c, LEAVE]
    s = a.node[c, NEXT]
    earliest = FAR
    for b in range(a.tech[r, RESTS] + 1):
        t = a.early[c, b]
        if t < earliest and (a.speed.shape[0] > 0 or a.tech[r, STILL] > 0):
            earliest = t
        elif t < earliest:
            depart, leg = departing(a, r, t, a.node[s, LEG])
            if depart + leg <= a.late[s, b]:
                earliest = t
    return earliest


@part
def start_at(a: Arena, r: int, p: int, c: int) -> int:
    """Return the earliest start behind node p, or FAR; what follows is not looked at."""
    when, paid = a.scratch[4], a.scratch[5]
    states_before(a, r, p, when, paid)
    alive, _ = visit(a, r, c, a.node[p, PLACE], when, paid)
    earliest = FAR
    if alive:
        for b in range(a.tech[r, RESTS] + 1):
            earliest = min(earliest, when[b])
    return earliest - a.node[c, DUR] if earliest < FAR else FAR


@part
def added_at(a: Arena, r: int, p: int, c: int) -> int:
    """Return the cost of the job behind node p with its bounds as they are, or FAR."""
    last = a.number[NODES] + a.number[TECHS] + r
    if a.tech[r, KIND] == 0 and a.tech[r, STILL] == 0 and a.node[c, LOC] >= 0:
        start = start_at(a, r, p, c)
        s = a.node[p, NEXT]
        out = leg_between(a, a.node[c, LOC], a.node[s, PLACE])
        if start >= FAR or start + a.node[c, DUR] + out > a.node[s, LATEST]:
            return FAR
        return leg_between(a, a.node[p, PLACE], a.node[c, LOC]) + out - a.node[s, LEG] + charge(a, r, c)
    price = price_after(a, r, p, c, last, a.scratch[4], a.scratch[5])
    return price - a.tech[r, COST] + charge(a, r, c) if price < FAR else FAR


@part
def gather(a: Arena, c: int, places: Ints) -> int:
    """List the cheapest feasible places of one person of a two-person job; return how many."""
    count = 0
    for r in range(a.number[TECHS]):
        if not fits(a, r, c):
            continue
        p, last = a.number[NODES] + r, a.number[NODES] + a.number[TECHS] + r
        while p != last:
            if after_its_first(a, r, p, c):
                cost = added_at(a, r, p, c)
                if cost < FAR and (count < PLACES or cost < places[count - 1, DELTA]):
                    count = min(count + 1, PLACES)
                    k = count - 1
                    while k > 0 and places[k - 1, DELTA] > cost:
                        for column in range(4):
                            places[k, column] = places[k - 1, column]
                        k -= 1
                    places[k, DELTA], places[k, TECH], places[k, BEFORE] = cost, r, p
                    places[k, EARLIEST] = start_at(a, r, p, c)
            p = a.node[p, NEXT]
    return count


@part
def insert_pair(a: Arena, c: int) -> bool:
    """Put a two-person job into two routes with one start; return whether that was possible."""
    twin = a.node[c, TWIN]
    places = a.keys[:PLACES, :4]
    count = gather(a, c, places)
    for total in range(1, 2 * count):
        for i in range(max(0, total - count), (total + 1) // 2):
            k = total - i
            if k >= count or places[i, TECH] == places[k, TECH]:
                continue
            if try_pair(a, c, twin, places[i], places[k]):
                return True
    return False


@part
def try_pair(a: Arena, c: int, twin: int, one: Ints, other: Ints) -> bool:
    """Pin both to the first common start and put them in, or leave all as it was."""
    start = max(one[EARLIEST], other[EARLIEST])
    start = beginning_between(a, one[TECH], c, start)
    if start >= FAR or beginning_between(a, other[TECH], twin, start) != start:
        return False
    low, high = a.node[c, LO], a.node[c, HI]
    a.node[c, LO], a.node[c, HI], a.node[twin, LO], a.node[twin, HI] = start, start, start, start
    ok = added_at(a, one[TECH], one[BEFORE], c) < FAR and added_at(a, other[TECH], other[BEFORE], twin) < FAR
    a.node[c, LO], a.node[c, HI], a.node[twin, LO], a.node[twin, HI] = low, high, low, high
    if not ok:
        return False
    for node in (c, twin):
        change(a, node, LO, start)
        change(a, node, HI, start)
    if not put_in(a, one[TECH], one[BEFORE], c):
        take_back(a, c)
        change(a, twin, LO, low)
        change(a, twin, HI, high)
        return False
    if not fits(a, other[TECH], twin):
        take_back(a, c)
        change(a, twin, LO, low)
        change(a, twin, HI, high)
        return False
    if not put_in(a, other[TECH], other[BEFORE], twin):
        take_back(a, twin)
        take_back(a, c)
        return False
    return bind_first(a, c, start)


@part
def take_back(a: Arena, c: int) -> None:
    """Take out what was just put in and refresh its route."""
    r = a.node[c, ROUTE]
    take_out(a, c)
    refresh(a, r)


@part
def bind_first(a: Arena, c: int, start: int) -> bool:
    """Keep the job that this one waits for from ending after `start`; undo both where that can't hold."""
    first = a.node[c, PRED]
    if first < 0:
        return True
    if a.node[c, TWIN] < 0:
        change(a, c, LO, start)
    if a.node[first, TWIN] < 0:
        touch(a, a.node[first, ROUTE])
        change(a, first, HI, min(a.node[first, HI], start - a.node[first, DUR]))
    holds = refresh(a, a.node[first, ROUTE]) and refresh(a, a.node[c, ROUTE])
    if not holds:
        unbind(a, c)
    return holds


@part
def unbind(a: Arena, c: int) -> None:
    """Take a job out again with its second person and refresh every route that this touches."""
    first, twin = a.node[c, PRED], a.node[c, TWIN]
    r = a.node[c, ROUTE]
    other = a.node[twin, ROUTE] if twin >= 0 else -1
    remove(a, c)
    refresh(a, r)
    if other >= 0:
        refresh(a, other)
    if first >= 0 and a.node[first, ROUTE] >= 0:
        refresh(a, a.node[first, ROUTE])


@part
def bench_free(a: Arena, c: int, outlet: int, start: int) -> int:
    """Return `start` if a bench of the outlet is free for the whole job, else when the first one frees."""
    end = start + a.node[c, DUR]
    taken, frees = 0, FAR
    for other in range(a.number[NODES]):
        r = a.node[other, ROUTE]
        if a.node[other, BENCH] > 0 and r >= 0 and a.tech[r, OUTLET] == outlet:
            begun = a.node[other, LO]
            over = begun + a.node[other, DUR]
            if begun < end and start < over:
                taken += 1
                frees = min(frees, over)
    return start if taken < a.outlet[outlet, BENCHES] else frees


@part
def insert_bound(a: Arena, c: int) -> bool:
    """Put in a job that waits for another or needs a bench, at its cheapest place; return whether it went in."""
    first = a.node[c, PRED]
    best, best_r, best_p, best_start = FAR, NOWHERE, NOWHERE, FAR
    low, high = a.node[c, LO], a.node[c, HI]
    for r in range(a.number[TECHS]):
        if not fits(a, r, c):
            continue
        p, last = a.number[NODES] + r, a.number[NODES] + a.number[TECHS] + r
        while p != last:
            if after_its_first(a, r, p, c):
                start = start_at(a, r, p, c)
                if a.node[c, BENCH] > 0:
                    start = bench_start(a, r, c, start)
                    a.node[c, LO], a.node[c, HI] = start, start
                cost = added_at(a, r, p, c) if start < FAR else FAR
                a.node[c, LO], a.node[c, HI] = low, high
                if cost < best:
                    best, best_r, best_p, best_start = cost, r, p, start
            p = a.node[p, NEXT]
    if best_r < 0:
        return False
    change(a, c, LO, best_start if a.node[c, BENCH] > 0 else low)
    change(a, c, HI, best_start if a.node[c, BENCH] > 0 else high)
    if not put_in(a, best_r, best_p, c):
        take_back(a, c)
        return False
    return first < 0 or bind_first(a, c, best_start)


@part
def bench_start(a: Arena, r: int, c: int, start: int) -> int:
    """Return the first start at which window, technician and a bench agree, or FAR."""
    for _ in range(8):
        if start >= FAR:
            return FAR
        free = bench_free(a, c, a.tech[r, OUTLET], start)
        if free == start:
            return start
        start = beginning_between(a, r, c, free)
    return FAR


@part
def ready(a: Arena, c: int) -> bool:
    """Set the earliest start of a special job from the job it waits for; return whether that is in the plan."""
    first = a.node[c, PRED]
    if first < 0:
        return True
    if a.node[first, ROUTE] < 0:
        return False
    start = max(a.node[c, BASE_LO], leaving(a, first))
    change(a, c, LO, start)
    if a.node[c, TWIN] >= 0:
        change(a, a.node[c, TWIN], LO, start)
    return True


@part
def insert_special(a: Arena, c: int) -> bool:
    """Put in a job that binds routes; return whether it went in."""
    if 0 <= a.node[c, TWIN] < c:
        return False
    if not ready(a, c):
        return False
    return insert_pair(a, c) if a.node[c, TWIN] >= 0 else insert_bound(a, c)
