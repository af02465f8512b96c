"""Price every place of a route for one job; the dearest part of the search, so it is kept flat."""

# mypy: disable-error-code="no-any-return, return-value"

from anxin.engines.dispatch.kernel.jit import hot, part
from anxin.engines.dispatch.kernel.layout import (
    CAPACITY,
    CLIP,
    COST,
    COUNT,
    DUR,
    FAIR_PRICE,
    FAR,
    HELD,
    HI,
    KEEP,
    KEEP_PRICE,
    KIND,
    LATEST,
    LEAST_FACTOR,
    LEAVE,
    LEG,
    LOAD,
    LOADS,
    LOC,
    NEXT,
    NODES,
    OUTLET,
    PLACE,
    POS,
    PRED,
    PREV,
    RESTS,
    ROUTE,
    SPECIAL,
    STILL,
    TECHS,
    USED,
    VERSION,
    WALK,
    Arena,
    Ints,
    Ints32,
)
from anxin.engines.dispatch.kernel.routes import come_home, visit
from anxin.engines.dispatch.kernel.times import MILLION, beginning, departing, last_allowed, leg_between


@hot
def fits(a: Arena, r: int, c: int) -> bool:
    """Return whether the technician may do the job and has van, parts and outlet room left for it."""
    if last_allowed(a, r, c) < 0:
        return False
    first = a.node[c, LOAD]
    for k in range(first, first + a.node[c, LOADS]):
        kind = a.load[k, 0]
        if a.used[r, kind] + a.load[k, 1] > a.limit[r, kind]:
            return False
    o = a.tech[r, OUTLET]
    return o < 0 or a.outlet[o, USED] < a.outlet[o, CAPACITY]


@hot
def charge(a: Arena, r: int, c: int) -> int:
    """Return what this technician costs beside his time: fairness, a change of technician, a preference."""
    cost = a.number[FAIR_PRICE] * (a.tech[r, HELD] + a.tech[r, COUNT])
    if a.node[c, KEEP] >= 0 and a.node[c, KEEP] != r:
        cost += a.node[c, KEEP_PRICE]
    if a.bias.shape[0] > 0:
        cost += a.bias[c, r]
    return cost


@part
def place_plain(
    node: Ints, drive: Ints32, drive_to: Ints32, a: Arena, r: int, c: int, first: int, last: int
) -> tuple[int, int]:
    """Return (added travel, node before) of the cheapest feasible place in a plain route."""
    best, before = FAR, -1
    loc, duration = node[c, LOC], node[c, DUR]
    out, back = drive[loc], drive_to[loc]
    final = min(node[c, HI], last_allowed(a, r, c))
    p = first
    while p != last:
        s = node[p, NEXT]
        leave = node[p, LEAVE]
        if leave > final:
            break
        added = back[node[p, PLACE]] + out[node[s, PLACE]] - node[s, LEG]
        if added < best:
            start = beginning(a, c, leave + back[node[p, PLACE]], final)
            if start < FAR and start + duration + out[node[s, PLACE]] <= node[s, LATEST]:
                best, before = added, p
        p = s
    return best, before


@part
def place_afar(a: Arena, r: int, c: int, first: int, last: int) -> tuple[int, int]:
    """Do the same where legs come from the globe."""
    best, before = FAR, -1
    loc, final = a.node[c, LOC], min(a.node[c, HI], last_allowed(a, r, c))
    p = first
    into = leg_between(a, a.node[p, PLACE], loc)
    while p != last and a.node[p, LEAVE] <= final:
        s = a.node[p, NEXT]
        out = leg_between(a, loc, a.node[s, PLACE])
        added = into + out - a.node[s, LEG]
        if added < best:
            start = beginning(a, c, a.node[p, LEAVE] + into, final)
            if start < FAR and start + a.node[c, DUR] + out <= a.node[s, LATEST]:
                best, before = added, p
        p, into = s, out
    return best, before


@hot
def hopeful(a: Arena, r: int, s: int, loc: int, when: Ints) -> bool:
    """Return whether, leaving `loc` in these states, the rest of the route from stop s may still hold."""
    base = leg_between(a, loc, a.node[s, PLACE])
    exact = a.speed.shape[0] == 0
    if not exact:
        base = base * a.number[LEAST_FACTOR] // MILLION
    for b in range(a.tech[r, RESTS] + 1):
        if when[b] < FAR:
            t, leg = when[b], base
            if exact:
                t, leg = departing(a, r, t, base)
            if t + leg <= a.late[s, b]:
                return True
    return False


@hot
def states_before(a: Arena, r: int, p: int, when: Ints, paid: Ints) -> None:
    """Fill in the departures from node p."""
    if a.tech[r, KIND] == 0 and a.tech[r, STILL] == 0:
        when[0], paid[0] = a.node[p, LEAVE], 0
        while p < a.number[NODES]:
            paid[0] += a.node[p, LEG]
            p = a.node[p, PREV]
        return
    for b in range(a.tech[r, RESTS] + 1):
        when[b], paid[b] = a.early[p, b], a.cost[p, b]


@hot
def price_after(a: Arena, r: int, p: int, c: int, last: int, when: Ints, paid: Ints) -> int:
    """Return what the whole route costs with the job behind node p, walked to its end, or FAR."""
    place = a.node[p, PLACE]
    states_before(a, r, p, when, paid)
    alive, place = visit(a, r, c, place, when, paid)
    if not alive:
        return FAR
    s = a.node[p, NEXT]
    if a.tech[r, STILL] == 0 and a.node[c, LOC] >= 0 and not hopeful(a, r, s, place, when):
        return FAR
    if a.tech[r, WALK] == 0 and a.tech[r, STILL] == 0 and a.node[c, LOC] >= 0:
        old = a.node[p, PLACE]
        added = leg_between(a, old, place) + leg_between(a, place, a.node[s, PLACE]) - a.node[s, LEG]
        return a.tech[r, COST] + added
    while s != last:
        alive, place = visit(a, r, s, place, when, paid)
        if not alive:
            return FAR
        s = a.node[s, NEXT]
    return come_home(a, r, place, when, paid)


@part
def place_states(a: Arena, r: int, c: int, first: int, last: int) -> tuple[int, int]:
    """Return (added cost, node before) of the cheapest feasible place with everything switched on."""
    best, before = FAR, -1
    when, paid = a.scratch[2], a.scratch[3]
    final = min(a.node[c, HI], last_allowed(a, r, c))
    p = first
    lower = a.node[c, LOC] >= 0 and a.tech[r, WALK] == 0 and a.tech[r, STILL] == 0
    while p != last:
        s = a.node[p, NEXT]
        if a.tech[r, KIND] > 0 and a.tech[r, RESTS] == 0 and a.early[p, 0] > final:
            break
        if lower:
            loc = a.node[c, LOC]
            added = leg_between(a, a.node[p, PLACE], loc) + leg_between(a, loc, a.node[s, PLACE]) - a.node[s, LEG]
            if added >= best:
                p = s
                continue
        added = price_after(a, r, p, c, last, when, paid) - a.tech[r, COST]
        if added < best:
            best, before = added, p
        p = s
    return (best, before) if best < FAR // 2 else (FAR, -1)


@part
def place_in(a: Arena, r: int, c: int) -> tuple[int, int]:
    """Return (added cost, node before) of the cheapest feasible place for the job in a route, or FAR."""
    first, last = a.number[NODES] + r, a.number[NODES] + a.number[TECHS] + r
    before = a.node[c, PRED]
    if before >= 0 and a.node[before, ROUTE] == r:
        first = before
    if a.tech[r, KIND] == 0 and a.tech[r, STILL] == 0 and a.node[c, LOC] >= 0:
        if a.drive.shape[0] == 0:
            return place_afar(a, r, c, first, last)
        return place_plain(a.node, a.drive, a.drive_to, a, r, c, first, last)
    return place_states(a, r, c, first, last)


@hot
def best_place(a: Arena, k: int, r: int, c: int) -> tuple[int, int]:
    """Return (cost, node before) with all charges, from row k of the cache while the route is unchanged."""
    row = a.cache[k]
    if row[2] == a.tech[r, VERSION]:
        return row[0], row[1]
    cost, before = place_in(a, r, c)
    cost = min(cost + charge(a, r, c), CLIP - 1) if cost < FAR else CLIP
    if a.node[c, SPECIAL] == 0:
        row[0], row[1], row[2] = cost, before, a.tech[r, VERSION]
    return cost, before


@part
def use(a: Arena, r: int, c: int, sign: int) -> None:
    """Add (1) or give back (-1) what the job takes from van, parts and outlet."""
    first = a.node[c, LOAD]
    for k in range(first, first + a.node[c, LOADS]):
        a.used[r, a.load[k, 0]] += sign * a.load[k, 1]
    if a.tech[r, OUTLET] >= 0:
        a.outlet[a.tech[r, OUTLET], USED] += sign


@part
def after_its_first(a: Arena, r: int, p: int, c: int) -> bool:
    """Return whether place p keeps the job behind the one it waits for, if that lies in this route."""
    before = a.node[c, PRED]
    return before < 0 or a.node[before, ROUTE] != r or p == before or a.node[p, POS] > a.node[before, POS]
