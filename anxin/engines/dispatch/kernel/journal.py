"""Take back what one ruin-and-recreate step did: only the routes it touched are kept and restored."""

# mypy: disable-error-code="no-any-return, return-value"

from anxin.engines.dispatch.kernel.insertion import use
from anxin.engines.dispatch.kernel.jit import hot, part
from anxin.engines.dispatch.kernel.layout import (
    ABSENT,
    ABSENTS,
    CHARGED,
    COST,
    COUNT,
    FAIR_PRICE,
    HELD,
    HOLDS,
    ITERATION,
    KEEP,
    KEEP_PRICE,
    KIND,
    LATEST,
    LEAVE,
    LEG,
    LOGGED,
    NEXT,
    NODES,
    POS,
    PREV,
    PRICE,
    ROUTE,
    SAVED,
    STILL,
    TOUCHED,
    TOUCHES,
    TWIN,
    VERSION,
    Arena,
)
from anxin.engines.dispatch.kernel.routes import recount, refresh

ROUTE_OF, FIRST, LENGTH, OLD_PRICE, OLD_VERSION, OLD_COST, PLAIN = range(7)


@part
def open_journal(a: Arena) -> None:
    """Begin a step."""
    a.number[ITERATION] += 1
    a.number[TOUCHES] = 0
    a.number[LOGGED] = 0
    a.number[SAVED] = 0


@part
def route_price(a: Arena, r: int) -> int:
    """Return all that a route costs: time, fairness and changes."""
    cost = a.tech[r, COST]
    held, count = a.tech[r, HELD], a.tech[r, COUNT]
    cost += a.number[FAIR_PRICE] * (held * count + count * (count - 1) // 2)
    if a.number[CHARGED] == 0:
        return cost
    c = a.node[a.number[NODES] + r, NEXT]
    while c < a.number[NODES]:
        if a.node[c, KEEP] >= 0 and a.node[c, KEEP] != r:
            cost += a.node[c, KEEP_PRICE]
        if a.bias.shape[0] > 0:
            cost += a.bias[c, r]
        c = a.node[c, NEXT]
    return cost


@hot
def touch(a: Arena, r: int) -> None:
    """Remember a route as it was, once a step."""
    if a.tech[r, TOUCHED] != a.number[ITERATION]:
        remember(a, r)


@part
def remember(a: Arena, r: int) -> None:
    """Write a route down as it is."""
    a.tech[r, TOUCHED] = a.number[ITERATION]
    row = a.touched[a.number[TOUCHES]]
    a.number[TOUCHES] += 1
    row[ROUTE_OF], row[FIRST], row[OLD_VERSION] = r, a.number[SAVED], a.tech[r, VERSION]
    row[OLD_PRICE], row[OLD_COST] = route_price(a, r), a.tech[r, COST]
    row[PLAIN] = 1 if a.tech[r, KIND] == 0 and a.tech[r, STILL] == 0 else 0
    row[LENGTH] = a.tech[r, COUNT]
    at = a.number[SAVED]
    c = a.node[a.number[NODES] + r, NEXT]
    for _ in range(a.tech[r, COUNT] + 1):
        kept, node = a.saved[at], a.node[c]
        kept[0], kept[1], kept[2], kept[3] = c, node[LEG], node[LEAVE], node[LATEST]
        at += 1
        c = node[NEXT]
    a.number[SAVED] = at


@part
def change(a: Arena, c: int, column: int, value: int) -> None:
    """Set one bound of a node so that it can be taken back."""
    row = a.log[a.number[LOGGED]]
    a.number[LOGGED] += 1
    row[0], row[1], row[2] = c, column, a.node[c, column]
    a.node[c, column] = value


@part
def set_absent(a: Arena, c: int) -> None:
    """List a node among those left out."""
    a.node[c, ROUTE] = -1
    a.node[c, ABSENT] = a.number[ABSENTS]
    a.absent[a.number[ABSENTS]] = c
    a.number[ABSENTS] += 1


@part
def set_present(a: Arena, c: int) -> None:
    """Strike a node from those left out."""
    at = a.node[c, ABSENT]
    a.number[ABSENTS] -= 1
    moved = a.absent[a.number[ABSENTS]]
    a.absent[at] = moved
    a.node[moved, ABSENT] = at
    a.node[c, ABSENT] = -1


@part
def step_gain(a: Arena) -> int:
    """Return by how much the touched routes became dearer (jobs left out not counted)."""
    total = 0
    for k in range(a.number[TOUCHES]):
        total += route_price(a, a.touched[k, ROUTE_OF]) - a.touched[k, OLD_PRICE]
    return total


@part
def all_hold(a: Arena) -> bool:
    """Return whether every touched route still holds: without a stop on the way, a rest may have no place left."""
    holding = 0
    for k in range(a.number[TOUCHES]):
        holding += a.tech[a.touched[k, ROUTE_OF], HOLDS]
    return holding == a.number[TOUCHES]


@hot
def undo(a: Arena) -> None:
    """Put every touched route, bound and list back as they were before the step."""
    nodes = a.number[NODES]
    for k in range(a.number[LOGGED] - 1, -1, -1):
        a.node[a.log[k, 0], a.log[k, 1]] = a.log[k, 2]
    for k in range(a.number[TOUCHES]):
        r = a.touched[k, ROUTE_OF]
        c = a.node[nodes + r, NEXT]
        while c < nodes:
            use(a, r, c, -1)
            set_absent(a, c)
            c = a.node[c, NEXT]
    for k in range(a.number[TOUCHES]):
        row = a.touched[k]
        r, p = row[ROUTE_OF], nodes + row[ROUTE_OF]
        for i in range(row[LENGTH] + 1):
            kept = a.saved[row[FIRST] + i]
            c = kept[0]
            node = a.node[c]
            if c < nodes:
                set_present(a, c)
                use(a, r, c, 1)
                node[ROUTE], node[POS] = r, i + 1
            a.node[p, NEXT], node[PREV] = c, p
            node[LEG], node[LEAVE], node[LATEST] = kept[1], kept[2], kept[3]
            p = c
        recount(a, r, row[LENGTH])
        a.tech[r, COST], a.tech[r, STILL] = row[OLD_COST], 0
        if row[PLAIN] == 0:
            refresh(a, r)
        a.tech[r, VERSION] = row[OLD_VERSION]


@part
def left_out_price(a: Arena, c: int) -> int:
    """Return what leaving this node out costs; a second person costs nothing beside the first."""
    return 0 if 0 <= a.node[c, TWIN] < c else a.node[c, PRICE]
