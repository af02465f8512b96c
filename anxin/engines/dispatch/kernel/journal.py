"""Take back what one ruin-and-recreate step did: only the routes it touched are kept and restored."""

# mypy: disable-error-code="no-any-return, return-value"

from anxin.engines.dispatch.kernel.insertion import use
from anxin.engines.dispatch.kernel.jit import part
from anxin.engines.dispatch.kernel.layout import (
    ABSENT,
    ABSENTS,
    COST,
    COUNT,
    FAIR_PRICE,
    HELD,
    ITERATION,
    KEEP,
    KEEP_PRICE,
    LOGGED,
    NEXT,
    NODES,
    PRICE,
    ROUTE,
    SAVED,
    TECHS,
    TOUCHED,
    TOUCHES,
    TWIN,
    VERSION,
    Arena,
)
from anxin.engines.dispatch.kernel.routes import refresh

ROUTE_OF, FIRST, LENGTH, OLD_COST, OLD_VERSION = range(5)


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
    c = a.node[a.number[NODES] + r, NEXT]
    while c < a.number[NODES]:
        if a.node[c, KEEP] >= 0 and a.node[c, KEEP] != r:
            cost += a.node[c, KEEP_PRICE]
        if a.bias.shape[0] > 0:
            cost += a.bias[c, r]
        c = a.node[c, NEXT]
    return cost


@part
def touch(a: Arena, r: int) -> None:
    """Remember a route as it was, once a step."""
    if a.tech[r, TOUCHED] == a.number[ITERATION]:
        return
    a.tech[r, TOUCHED] = a.number[ITERATION]
    row = a.touched[a.number[TOUCHES]]
    a.number[TOUCHES] += 1
    row[ROUTE_OF], row[FIRST], row[OLD_VERSION] = r, a.number[SAVED], a.tech[r, VERSION]
    row[OLD_COST] = route_price(a, r)
    at = a.number[SAVED]
    c = a.node[a.number[NODES] + r, NEXT]
    while c < a.number[NODES]:
        a.saved[at] = c
        at += 1
        c = a.node[c, NEXT]
    row[LENGTH] = at - a.number[SAVED]
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
        total += route_price(a, a.touched[k, ROUTE_OF]) - a.touched[k, OLD_COST]
    return total


@part
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
        for at in range(row[FIRST], row[FIRST] + row[LENGTH]):
            c = a.saved[at]
            set_present(a, c)
            use(a, r, c, 1)
            a.node[p, NEXT] = c
            p = c
        a.node[p, NEXT] = nodes + a.number[TECHS] + r
        refresh(a, r)
        a.tech[r, VERSION] = row[OLD_VERSION]


@part
def left_out_price(a: Arena, c: int) -> int:
    """Return what leaving this node out costs; a second person costs nothing beside the first."""
    return 0 if 0 <= a.node[c, TWIN] < c else a.node[c, PRICE]
