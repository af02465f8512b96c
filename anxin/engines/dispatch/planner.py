"""Plan a day, or re-plan it: encode, build, search, write out the hours."""

import time
from collections.abc import Sequence

from anxin.engines.dispatch.budget import CpuSeconds, Iterations, PlanParams
from anxin.engines.dispatch.encoding import Encoded, encode, left_out_price
from anxin.engines.dispatch.kernel import layout as at
from anxin.engines.dispatch.kernel.layout import Arena
from anxin.engines.dispatch.kernel.search import BUILD, RESTORE, SEARCH, run
from anxin.engines.dispatch.model import Job, Plan, Problem, Route, Unassigned
from anxin.engines.dispatch.neighbours import places_of
from anxin.engines.dispatch.reasons import binding_rule
from anxin.engines.dispatch.timetable import Clock, Timed
from anxin.engines.dispatch.travel import row_of
from anxin.engines.dispatch.warm import lay_in

CHUNK = 2000
LONG_S, LONG_STEPS = 2.0, 800
"""Searches of this many seconds, or steps a job, cool more than once."""


def plan(
    problem: Problem,
    stop: Iterations | CpuSeconds | None = None,
    seed: int = 0,
    params: PlanParams | None = None,
    previous: Plan | None = None,
) -> Plan:
    """Return a plan for the problem; with `previous`, a re-plan that begins from it.

    Parameters
    ----------
    stop : Iterations or CpuSeconds
        20,000 iterations if not given.
    seed : int
        Same problem, seed and iterations: same plan on any machine.
    previous : Plan
        Its technicians are kept where that costs less than `objective.change`.
    """
    stop, params = stop or Iterations(), params or PlanParams()
    ready()
    began = time.process_time()
    encoded = encode(problem, seed, previous, 0 if previous is None else problem.objective.change)
    a = encoded.arena
    a.number[[at.MEAN_REMOVED, at.LONGEST_STRING]] = params.mean_removed, params.longest_string
    a.number[[at.BLIND, at.STRICT, at.FOCUSED]] = params.blind, params.strict, params.focused
    if previous is not None:
        lay_in(encoded, previous)
    first = int(run(a, BUILD, 0, 0, 0.0, 1.0))
    kept = a.best.copy()
    done = improve(encoded, stop, params, began, previous is not None)
    if previous is not None and first - int(a.number[at.COST_BEST]) < params.gain:
        a.best[:] = kept
    run(a, RESTORE, 0, 0, 0.0, 1.0)
    return written(encoded, done)


def ready() -> None:
    """Load or compile the kernels, so that no stop counts it."""
    if not LOADED:
        LOADED.append(True)
        plan(Problem(), Iterations(0))


LOADED: list[bool] = []


def improve(encoded: Encoded, stop: Iterations | CpuSeconds, params: PlanParams, began: float, warm: bool) -> int:
    """Search until the stop; return how many steps were done."""
    a, scale = encoded.arena, near_drive(encoded)
    if len(encoded.jobs) == 0 or not (a.may >= 0).any():
        return 0
    cold = params.cold * scale
    tops = [max(cold, (params.warm if warm else params.hot) * scale)]
    long = isinstance(stop, CpuSeconds) and stop.seconds >= LONG_S
    long = long or (isinstance(stop, Iterations) and stop.count >= LONG_STEPS * len(encoded.jobs))
    if long and not warm:
        tops += [max(cold, tops[0] * params.reheat)] * (params.cycles - 1)
    if isinstance(stop, Iterations):
        return improve_by_steps(a, stop.count, tops, cold)
    return improve_by_clock(a, stop.seconds, tops, cold, began)


def improve_by_steps(a: Arena, count: int, tops: Sequence[float], cold: float) -> int:
    """Do so many steps, cooling from each of the temperatures in turn; all but the first begin from the best plan."""
    done = 0
    for cycle, top in enumerate(tops):
        end = count * (cycle + 1) // len(tops)
        begun, steps = done, max(1, end - done)
        ratio = round((cold / top) ** (1.0 / steps), 14)
        if cycle:
            run(a, RESTORE, 0, 0, 0.0, 1.0)
        while done < end:
            chunk = min(CHUNK, end - done)
            run(a, SEARCH, chunk, 0, round(top * (cold / top) ** ((done - begun) / steps), 6), ratio)
            done += chunk
    return done


def improve_by_clock(a: Arena, seconds: float, tops: Sequence[float], cold: float, began: float) -> int:
    """Do the same until so many CPU seconds have passed since `began`."""
    done, steps, cycle = 0, 50, 0
    while (spent := time.process_time() - began) < seconds:
        through = spent / seconds * len(tops)
        if int(through) > cycle:
            cycle = int(through)
            run(a, RESTORE, 0, 0, 0.0, 1.0)
        run(a, SEARCH, steps, 0, tops[cycle] * (cold / tops[cycle]) ** (through - cycle), 1.0)
        done += steps
        took = time.process_time() - began - spent
        steps = max(10, min(CHUNK, int(steps * min(seconds / 200, 0.02) / max(took, 1e-6))))
    return done


def near_drive(encoded: Encoded) -> float:
    """Return the mean drive to the ten nearest jobs, the measure of temperatures (seconds)."""
    near = encoded.arena.near[:, :10]
    if near.size == 0:
        return 1.0
    places = places_of(encoded.jobs)
    apart = [row_of(encoded.matrix, int(places[c]), places[near[c]]).sum() for c in range(len(near))]
    return max(1.0, float(int(sum(apart)) // 2) / near.size)


def sequences(encoded: Encoded) -> list[list[int]]:
    """Return each technician's nodes in order, as they lie in the arena."""
    a, n = encoded.arena, len(encoded.jobs)
    routes = []
    for r in range(len(encoded.problem.technicians)):
        nodes, c = [], int(a.node[n + r, at.NEXT])
        while c < n:
            nodes.append(c)
            c = int(a.node[c, at.NEXT])
        routes.append(nodes)
    return routes


def written(encoded: Encoded, iterations: int) -> Plan:
    """Return the plan that lies in the arena, with its hours and reasons."""
    problem, a = encoded.problem, encoded.arena
    timed: list[Timed] = []
    for technician, nodes in zip(problem.technicians, sequences(encoded), strict=True):
        jobs = [encoded.jobs[c] for c in nodes]
        bounds = {encoded.jobs[c].id: (int(a.node[c, at.LO]), int(a.node[c, at.HI])) for c in nodes}
        clock = Clock(problem, encoded.matrix, technician, encoded.prefixes[technician.id])
        route = clock.time(jobs, bounds)
        if route is None:
            raise AssertionError(f"kernel and timetable disagree on the route of {technician.id}")
        timed.append(route)
    routes = tuple(row.route for row in timed if row.route.stops)
    placed = {stop.job for route in routes for stop in route.stops}
    left = [job for job in problem.jobs if job.id not in placed]
    unassigned = tuple(Unassigned(job.id, binding_rule(encoded, job, placed)) for job in left)
    changed = changed_jobs(encoded, routes)
    terms = priced(encoded, timed, left, changed)
    return Plan(routes, unassigned, sum(terms.values()), terms["travel"], changed, iterations, terms)


def changed_jobs(encoded: Encoded, routes: Sequence[Route]) -> tuple[str, ...]:
    """Return the placed jobs that were held by somebody else before, in the problem's order."""
    now = Plan(tuple(routes)).holders()
    return tuple(
        job.id
        for job in encoded.problem.jobs
        if job.id in now and encoded.holders.get(job.id) and not set(encoded.holders[job.id]) <= set(now[job.id])
    )


def priced(encoded: Encoded, timed: Sequence[Timed], left: Sequence[Job], changed: Sequence[str]) -> dict[str, int]:
    """Return the cost by term."""
    problem, objective = encoded.problem, encoded.problem.objective
    jobs = {job.id: job for job in problem.jobs}
    held = {technician.id: technician.jobs_held for technician in problem.technicians}
    terms = {
        "travel": sum(row.route.travel for row in timed),
        "unserved": sum(left_out_price(problem, job) for job in left),
        "lateness": sum(row.lateness for row in timed),
        "overtime": objective.overtime * sum(row.route.overtime for row in timed),
        "change": objective.change * sum(jobs[name].state == "notified" for name in changed),
        "fairness": 0,
        "preferred": 0,
    }
    for row in timed:
        technician, count = row.route.technician, len(row.route.stops)
        terms["fairness"] += objective.fairness * (held[technician] * count + count * (count - 1) // 2)
        disliked = [stop for stop in row.route.stops if jobs[stop.job].preferred]
        terms["preferred"] += objective.preferred * sum(technician not in jobs[s.job].preferred for s in disliked)
    return terms
