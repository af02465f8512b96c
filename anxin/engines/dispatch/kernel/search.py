"""Ruin and recreate under a falling temperature."""

# mypy: disable-error-code="no-any-return, return-value"

from anxin.engines.dispatch.kernel.chance import LOGARITHMS, below
from anxin.engines.dispatch.kernel.insertion import use
from anxin.engines.dispatch.kernel.jit import jit, part
from anxin.engines.dispatch.kernel.journal import (
    all_hold,
    left_out_price,
    open_journal,
    route_price,
    set_absent,
    set_present,
    step_gain,
    undo,
)
from anxin.engines.dispatch.kernel.layout import (
    ABSENTS,
    COST_BEST,
    COST_NOW,
    HI,
    IMPROVED,
    ITERATION,
    LO,
    NEXT,
    NODES,
    ROUTE,
    TECHS,
    Arena,
)
from anxin.engines.dispatch.kernel.placement import lay
from anxin.engines.dispatch.kernel.recreate import recreate
from anxin.engines.dispatch.kernel.routes import refresh
from anxin.engines.dispatch.kernel.ruin import ruin

SCALE = 65536.0
ENDLESS = 2**60


@part
def total(a: Arena) -> int:
    """Return the whole cost, counted anew."""
    cost = left_out(a)
    for r in range(a.number[TECHS]):
        cost += route_price(a, r)
    return cost


@part
def left_out(a: Arena) -> int:
    """Return what the jobs left out cost."""
    cost = 0
    for k in range(a.number[ABSENTS]):
        cost += left_out_price(a, a.absent[k])
    return cost


@part
def keep_best(a: Arena) -> None:
    """Remember the plan as the best so far."""
    a.number[COST_BEST] = a.number[COST_NOW]
    a.number[IMPROVED] = a.number[ITERATION]
    for c in range(a.node.shape[0]):
        a.best[c, 0] = a.node[c, NEXT]
        a.best[c, 1] = a.node[c, LO]
        a.best[c, 2] = a.node[c, HI]


@part
def restore(a: Arena) -> int:
    """Put the best plan back into the arena; return its cost."""
    nodes, techs = a.number[NODES], a.number[TECHS]
    for c in range(nodes):
        if a.node[c, ROUTE] >= 0:
            use(a, a.node[c, ROUTE], c, -1)
            set_absent(a, c)
    for c in range(a.node.shape[0]):
        a.node[c, NEXT], a.node[c, LO], a.node[c, HI] = a.best[c, 0], a.best[c, 1], a.best[c, 2]
    for r in range(techs):
        c = a.node[nodes + r, NEXT]
        while c < nodes:
            set_present(a, c)
            use(a, r, c, 1)
            c = a.node[c, NEXT]
        refresh(a, r)
    a.number[COST_NOW] = total(a)
    return a.number[COST_NOW]


@part
def begin(a: Arena) -> None:
    """Count what lies in the arena; whatever comes next is better."""
    for r in range(a.number[TECHS]):
        refresh(a, r)
    a.number[COST_NOW], a.number[COST_BEST] = total(a), ENDLESS


BUILD, SEARCH, RESTORE, LAY = range(4)


@jit
def run(a: Arena, action: int, first: int, second: int, temperature: float, ratio: float) -> int:
    """Do one action; a single door keeps compiling to one function, and a step's parts stand in it once.

    BUILD completes the plan that lies in the arena by insertion and takes it as the first; SEARCH runs `first` steps,
    multiplying the temperature by `ratio` after each; RESTORE puts the best plan back (all return the best cost); LAY
    appends node `second` to route `first` (returns 1 if it fits).
    """
    if action == RESTORE:
        return restore(a)
    if action == LAY:
        return lay(a, first, second)
    building = action == BUILD
    if building:
        begin(a)
    for _ in range(1 if building else first):
        open_journal(a)
        before, limit = left_out(a), ENDLESS
        if not building:
            limit = int(temperature * a.logarithm[below(a.dice, LOGARITHMS)] / SCALE)
            temperature *= ratio
            ruin(a)
        complete = recreate(a, building, limit + before - step_gain(a))
        change = step_gain(a) + left_out(a) - before
        if not building and (not complete or change > limit or not all_hold(a)):
            undo(a)
            continue
        a.number[COST_NOW] += change
        if a.number[COST_NOW] < a.number[COST_BEST]:
            keep_best(a)
    return a.number[COST_BEST]
