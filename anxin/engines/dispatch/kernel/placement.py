"""Put one job at the end of a route, if it still fits there."""

from anxin.engines.dispatch.kernel.insertion import fits, use
from anxin.engines.dispatch.kernel.jit import part
from anxin.engines.dispatch.kernel.journal import set_present
from anxin.engines.dispatch.kernel.layout import NODES, PREV, ROUTE, TECHS, Arena
from anxin.engines.dispatch.kernel.routes import link, refresh, unlink


@part
def lay(a: Arena, r: int, c: int) -> int:
    """Append the job to the route; return whether it fits."""
    if a.node[c, ROUTE] >= 0 or not fits(a, r, c):
        return 0
    link(a, a.node[a.number[NODES] + a.number[TECHS] + r, PREV], c)
    if refresh(a, r):
        set_present(a, c)
        use(a, r, c, 1)
        return 1
    unlink(a, c)
    refresh(a, r)
    return 0
