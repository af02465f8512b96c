"""Lay a previous plan into the arena, as far as it still holds."""

from anxin.engines.dispatch.encoding import Encoded
from anxin.engines.dispatch.kernel import layout as at
from anxin.engines.dispatch.kernel.search import LAY, run
from anxin.engines.dispatch.model import Plan


def lay_in(encoded: Encoded, previous: Plan) -> None:
    """Put the previous plan's jobs back into their routes, in order; what no longer fits is left out for now.

    Jobs that bind two routes are put in anew by the search, which knows how to agree on a start.
    """
    a = encoded.arena
    number = {job.id: c for c, job in reversed(list(enumerate(encoded.jobs)))}
    for r, technician in enumerate(encoded.problem.technicians):
        for stop in previous.route_of(technician.id).stops:
            c = number.get(stop.job, -1)
            if c >= 0 and not a.node[c, at.SPECIAL]:
                run(a, LAY, r, c, 0.0, 1.0)
