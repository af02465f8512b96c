"""Keep each route's earliest departures and latest arrivals, so that a new stop is checked in constant time.

A technician with k rests has k + 1 states a stop: `early[node, b]` is the earliest departure after b rests, `late[node,
b]` the latest arrival with b rests behind him from which the rest of the day still holds. Rests are thus floating
stops without a place: they may be taken at home before leaving, on arrival anywhere, or at home afterwards.
"""

# mypy: disable-error-code="no-any-return, return-value"

from anxin.engines.dispatch.kernel.jit import hot, part
from anxin.engines.dispatch.kernel.layout import (
    COST,
    COUNT,
    DUR,
    END,
    FAR,
    HARD,
    HOLDS,
    KIND,
    LATE_PRICE,
    LATEST,
    LEAST_FACTOR,
    LEAVE,
    LEG,
    LOC,
    NEXT,
    NODES,
    OVER_PRICE,
    PLACE,
    POS,
    PREV,
    RESTS,
    ROUTE,
    START,
    STARTED,
    STILL,
    TECHS,
    USED_ROUTES,
    VERSION,
    VERSIONS,
    Arena,
    Ints,
)
from anxin.engines.dispatch.kernel.times import (
    MILLION,
    beginning,
    beginning_between,
    departing,
    last_allowed,
    lateness,
    latest_departure,
    latest_start,
    leg_between,
    rests_before,
    take_rests,
)


@hot
def leave_home(a: Arena, r: int, when: Ints, paid: Ints) -> None:
    """Set the states at the start of a route: rests may be taken before leaving."""
    for b in range(1, a.tech[r, RESTS] + 1):
        when[b] = FAR
    when[0] = a.tech[r, START]
    paid[0] = 0
    take_rests(a, r, when, paid)


@hot
def visit(a: Arena, r: int, c: int, place: int, when: Ints, paid: Ints) -> tuple[bool, int]:
    """Carry the states from a departure at `place` over one stop; return (anything feasible, its place)."""
    loc = a.node[c, LOC]
    base = 0
    if loc < 0:
        loc = place
    else:
        base = leg_between(a, place, loc)
    for b in range(a.tech[r, RESTS] + 1):
        if when[b] < FAR:
            t, leg = departing(a, r, when[b], base)
            when[b] = t + leg
            paid[b] += leg
    take_rests(a, r, when, paid)
    alive = False
    for b in range(a.tech[r, RESTS] + 1):
        if when[b] < FAR:
            start = beginning_between(a, r, c, when[b])
            if start < FAR:
                if a.number[LATE_PRICE] > 0:
                    paid[b] += a.number[LATE_PRICE] * lateness(a, c, start)
                when[b] = start + a.node[c, DUR]
                alive = True
            else:
                when[b] = FAR
    return alive, loc


@hot
def come_home(a: Arena, r: int, place: int, when: Ints, paid: Ints) -> int:
    """Return what the route costs once he is home with his remaining rests possible, or FAR."""
    end = a.node[a.number[NODES] + a.number[TECHS] + r, LOC]
    base = leg_between(a, place, end)
    rests = a.tech[r, RESTS]
    cheapest = FAR
    for b in range(rests + 1):
        if when[b] >= FAR:
            continue
        t, leg = departing(a, r, when[b], base)
        home = t + leg
        latest = FAR
        for k in range(rests - 1, b - 1, -1):
            latest = rests_before(a, r, k, latest)
        if home <= a.tech[r, HARD] and home <= latest:
            price = paid[b] + leg
            if home > a.tech[r, END]:
                price += (home - a.tech[r, END]) * a.number[OVER_PRICE]
            cheapest = min(cheapest, price)
    return cheapest


@hot
def recount(a: Arena, r: int, count: int) -> None:
    """Set how many jobs a route holds, and with it how many routes hold any."""
    if (count > 0) != (a.tech[r, COUNT] > 0):
        a.number[USED_ROUTES] += 1 if count > 0 else -1
    a.tech[r, COUNT] = count


@part
def refresh(a: Arena, r: int) -> bool:
    """Recompute a route from its links; return whether it holds. Its version becomes new."""
    return renew(a, r)


@hot
def renew(a: Arena, r: int) -> bool:
    """Do the same inside the caller: a call hands over the whole arena, which takes longer than a short route."""
    a.number[VERSIONS] += 1
    a.tech[r, VERSION] = a.number[VERSIONS]
    first, last = a.number[NODES] + r, a.number[NODES] + a.number[TECHS] + r
    count, still, place, p = 0, 0, a.node[first, LOC], first
    c = a.node[first, NEXT]
    travel = 0
    while c != last:
        count += 1
        row = a.node[c]
        row[PREV], row[ROUTE], row[POS] = p, r, count
        if row[LOC] < 0:
            still += 1
            row[LEG] = 0
        else:
            row[LEG] = leg_between(a, place, row[LOC])
            place = row[LOC]
        row[PLACE] = place
        travel += row[LEG]
        p, c = c, row[NEXT]
    a.node[last, PREV] = p
    recount(a, r, count)
    a.tech[r, STILL] = still
    back = leg_between(a, place, a.node[last, LOC]) if count > 0 or a.tech[r, STARTED] > 0 else 0
    a.node[last, LEG] = back
    a.tech[r, COST] = travel + back
    if a.tech[r, KIND] == 0 and still == 0:
        holds = refresh_plain(a, r, first, last)
    else:
        holds = refresh_states(a, r, first, last)
    a.tech[r, HOLDS] = 1 if holds else 0
    return holds


@hot
def refresh_plain(a: Arena, r: int, first: int, last: int) -> bool:
    """Recompute earliest and latest of a route without rests, pauses or prices of time."""
    t = a.tech[r, START]
    a.node[first, LEAVE] = t
    c = a.node[first, NEXT]
    while c != last:
        row = a.node[c]
        t = beginning(a, c, t + row[LEG], last_allowed(a, r, c))
        if t >= FAR:
            return False
        t += row[DUR]
        row[LEAVE] = t
        c = row[NEXT]
    t += a.node[last, LEG]
    a.node[last, LEAVE] = t
    holds = t <= a.tech[r, HARD] or first == a.node[last, PREV]
    t = a.tech[r, HARD]
    a.node[last, LATEST] = t
    t -= a.node[last, LEG]
    c = a.node[last, PREV]
    while c != first:
        row = a.node[c]
        t = latest_start(a, r, c, t - row[DUR])
        row[LATEST] = t
        t -= row[LEG]
        c = row[PREV]
    return holds


@part
def refresh_states(a: Arena, r: int, first: int, last: int) -> bool:
    """Recompute earliest and latest of a route with everything switched on."""
    when, paid = a.scratch[0], a.scratch[1]
    leave_home(a, r, when, paid)
    rests = a.tech[r, RESTS]
    place = a.node[first, LOC]
    for b in range(rests + 1):
        a.early[first, b], a.cost[first, b] = when[b], paid[b]
    c = a.node[first, NEXT]
    while c != last:
        alive, place = visit(a, r, c, place, when, paid)
        if not alive:
            return False
        for b in range(rests + 1):
            a.early[c, b], a.cost[c, b] = when[b], paid[b]
        c = a.node[c, NEXT]
    if a.tech[r, COUNT] > 0 or a.tech[r, STARTED] > 0:
        price = come_home(a, r, place, when, paid)
        if price >= FAR:
            return a.tech[r, COUNT] == 0
        a.tech[r, COST] = price
    latest_states(a, r, first, last)
    return True


@hot
def latest_states(a: Arena, r: int, first: int, last: int) -> None:
    """Recompute the latest arrivals; with speeds they are hopes (driving at the fastest), never too strict."""
    rests = a.tech[r, RESTS]
    limit = FAR
    a.late[last, rests] = a.tech[r, HARD]
    for k in range(rests - 1, -1, -1):
        limit = rests_before(a, r, k, limit)
        a.late[last, k] = min(limit, a.tech[r, HARD])
    s = last
    c = a.node[last, PREV]
    while c != first:
        leg = a.node[s, LEG] * a.number[LEAST_FACTOR] // MILLION
        for b in range(rests + 1):
            a.late[c, b] = -FAR
        for b in range(rests + 1):
            if a.late[s, b] <= -FAR:
                continue
            t = latest_departure(a, r, a.late[s, b], leg)
            t = latest_start(a, r, c, t - a.node[c, DUR])
            a.late[c, b] = max(a.late[c, b], t)
            for k in range(b - 1, -1, -1):
                t = rests_before(a, r, k, t)
                if t <= -FAR:
                    break
                a.late[c, k] = max(a.late[c, k], t)
        s, c = c, a.node[c, PREV]


@part
def link(a: Arena, p: int, c: int) -> None:
    """Put a node behind another; the route must be refreshed."""
    s = a.node[p, NEXT]
    a.node[p, NEXT] = c
    a.node[c, PREV] = p
    a.node[c, NEXT] = s
    a.node[s, PREV] = c


@part
def unlink(a: Arena, c: int) -> None:
    """Take a node out of its route; the route must be refreshed."""
    p, s = a.node[c, PREV], a.node[c, NEXT]
    a.node[p, NEXT] = s
    a.node[s, PREV] = p
    a.node[c, ROUTE] = -1
