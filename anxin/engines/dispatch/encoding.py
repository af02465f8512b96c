"""Lay a problem out as the kernel's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from anxin.engines.dispatch.eligibility import latest_starts
from anxin.engines.dispatch.kernel import layout as at
from anxin.engines.dispatch.kernel.chance import logarithms, seeded
from anxin.engines.dispatch.kernel.layout import FAR, Arena, Ints, Ints32
from anxin.engines.dispatch.model import Job, Plan, Problem
from anxin.engines.dispatch.neighbours import nearest, ranks
from anxin.engines.dispatch.prefix import Prefixes
from anxin.engines.dispatch.travel import Globe, Legs, matrix_of, millionths

NEIGHBOURS = 8
"""So many of a new job's nearest are looked at first when re-planning."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A problem as tables, and what the tables' rows stand for.

    Attributes
    ----------
    jobs : tuple of Job
        One a node; the second person of a two-person job is a node of its own, after all first ones.
    holders : mapping of str to tuple of str
        Who held each job before: as the job itself says, else the previous plan.
    """

    problem: Problem
    matrix: Legs
    arena: Arena
    jobs: tuple[Job, ...]
    prefixes: Prefixes
    holders: Mapping[str, tuple[str, ...]]


def encode(problem: Problem, seed: int, previous: Plan | None, steer: int = 0) -> Encoded:
    """Return the problem as tables.

    Parameters
    ----------
    steer : int
        Inner price (seconds) of moving a job that nobody was told about yet but that the previous plan held.
    """
    matrix = matrix_of(problem)
    before = Prefixes(problem, matrix)
    free = [job for job in problem.jobs if not job.frozen]
    jobs = (*free, *(job for job in free if job.people > 1))
    holders = dict(previous.holders()) if previous is not None else {}
    for job in problem.jobs:
        if job.technician is not None and job.technician not in holders.get(job.id, ()):
            holders[job.id] = (job.technician,)
    arena = tables(problem, matrix, jobs, before, seed)
    arena.number[[at.NODES, at.TECHS]] = len(jobs), len(problem.technicians)
    arena.number[at.CHARGED] = len(arena.bias) > 0
    fill_technicians(problem, arena, before)
    fill_jobs(problem, arena, jobs, before)
    fill_links(arena, jobs, len(free))
    fill_keep(problem, arena, jobs, holders, steer)
    fill_classes(problem, arena)
    if previous is not None:
        arena = arena._replace(focus=focus(problem, arena, jobs, previous))
    return Encoded(problem, matrix, arena, jobs, before, holders)


def tables(problem: Problem, matrix: Legs, jobs: Sequence[Job], before: Prefixes, seed: int) -> Arena:
    """Return tables of the right shapes, with the pools filled."""
    people = problem.technicians
    n, m = len(jobs), len(people)
    rows, rests = n + 2 * m, max((len(technician.rests()) for technician in people), default=0)
    may = latest_starts(problem, jobs)
    kinds = load_kinds(problem, jobs)
    special = sum(job.people > 1 or job.after is not None or job.mode == "drop_off" for job in jobs)
    drive = np.zeros((0, 0), np.int32) if isinstance(matrix, Globe) else matrix
    return Arena(
        drive=drive,
        drive_to=transposed(drive),
        globe=matrix.vectors if isinstance(matrix, Globe) else np.zeros((0, 3)),
        node=aligned(rows, at.NODE_COLUMNS),
        tech=aligned(m, at.TECH_COLUMNS),
        may=may,
        able=np.nonzero(may >= 0)[1].astype(np.int64),
        able_at=np.concatenate([[0], np.cumsum((may >= 0).sum(axis=1))]).astype(np.int32),
        bias=bias(problem, jobs),
        window=pool([span for job in jobs for span in job.windows], 2),
        pause=pool([span for technician in people for span in technician.pauses], 2),
        rest=pool([(rest.window[0], rest.latest_end, rest.duration) for t in people for rest in t.rests()], 3),
        speed=pool([(speed.start, speed.end, millionths(speed.factor)) for speed in problem.speeds], 3),
        load=pool([entry for job in jobs for entry in loads(job, kinds)], 2),
        limit=limits(problem, kinds, before),
        used=np.zeros((m, max(1, len(kinds))), np.int64),
        outlet=pool([(FAR if o.capacity is None else o.capacity, 0, o.benches) for o in problem.outlets], 3),
        after=np.zeros(2 * special + 1, np.int64),
        near=nearest(matrix, jobs),
        focus=np.zeros(0, np.int64),
        rank=ranks([technician.location for technician in people], matrix, jobs, may),
        early=np.zeros((rows, rests + 1), np.int64),
        cost=np.zeros((rows, rests + 1), np.int64),
        late=np.zeros((rows, rests + 1), np.int64),
        cache=np.zeros((int((may >= 0).sum()), 3), np.int32),
        absent=np.zeros(n + 1, np.int64),
        work=np.zeros(n + 1, np.int64),
        keys=np.zeros((n + 64, 4), np.int64),
        log=np.zeros((256 + 64 * special, 3), np.int64),
        saved=np.zeros((n + m + 1, 4), np.int64),
        touched=np.zeros((m + 1, 7), np.int64),
        classes=np.zeros(m + 1, np.int64),
        scratch=np.zeros((8, rests + 2), np.int64),
        best=np.zeros((rows, 3), np.int64),
        pool=np.zeros(3 * n + 8, np.int64),
        number=np.zeros(at.SCALARS, np.int64),
        logarithm=logarithms(),
        dice=seeded(seed),
    )


LINE = 8
"""Whole numbers in a line of the processor's cache."""


def aligned(rows: int, columns: int) -> Ints:
    """Return a table of zeros whose rows begin on a cache line and spread over all of them: an odd number of lines."""
    wide = -(-columns // LINE) | 1
    whole = np.zeros((rows + 1) * wide * LINE, np.int64)
    first = -(whole.ctypes.data // whole.itemsize) % LINE
    return whole[first : first + rows * wide * LINE].reshape(rows, wide * LINE)


def transposed(drive: Ints32) -> Ints32:
    """Return the way back of every drive; where both are alike, the same table, so that one look warms both."""
    return drive if np.array_equal(drive, drive.T) else np.ascontiguousarray(drive.T)


def pool(rows: Sequence[Sequence[int]], width: int) -> Ints:
    """Return rows as a table, also when there are none."""
    return np.asarray(rows, np.int64).reshape(-1, width)


def load_kinds(problem: Problem, jobs: Sequence[Job]) -> dict[str | int, int]:
    """Return a column for each dimension of capacity and each part that some job needs."""
    wide = max((len(job.load) for job in jobs), default=0)
    kinds: dict[str | int, int] = {dimension: dimension for dimension in range(wide)}
    for job in jobs:
        for part in sorted(job.parts):
            kinds.setdefault(part, len(kinds))
    return kinds


def loads(job: Job, kinds: Mapping[str | int, int]) -> list[tuple[int, int]]:
    """Return what a job takes, as (column, amount)."""
    taken = [(kinds[dimension], amount) for dimension, amount in enumerate(job.load) if amount and dimension in kinds]
    return taken + [(kinds[part], amount) for part, amount in sorted(job.parts.items()) if amount and part in kinds]


def limits(problem: Problem, kinds: Mapping[str | int, int], before: Prefixes) -> Ints:
    """Return what each technician has left of each kind after his frozen jobs; no capacity given is no limit."""
    table = np.zeros((len(problem.technicians), max(1, len(kinds))), np.int64)
    for row, technician in enumerate(problem.technicians):
        for kind, column in kinds.items():
            if isinstance(kind, str):
                table[row, column] = technician.parts.get(kind, 0)
            elif not technician.capacity:
                table[row, column] = FAR
            elif kind < len(technician.capacity):
                table[row, column] = technician.capacity[kind]
        for job in before[technician.id].jobs:
            for column, amount in loads(job, kinds):
                table[row, column] -= amount
    return table


def bias(problem: Problem, jobs: Sequence[Job]) -> at.Ints32:
    """Return the charge for each job that names preferred technicians and each technician it doesn't name.

    The table is empty where nothing is charged.
    """
    if problem.objective.preferred == 0 or not any(job.preferred for job in jobs):
        return np.zeros((0, 0), np.int32)
    table = np.zeros((len(jobs), len(problem.technicians)), np.int32)
    for row, job in enumerate(jobs):
        if job.preferred:
            for column, technician in enumerate(problem.technicians):
                table[row, column] = 0 if technician.id in job.preferred else problem.objective.preferred
    return table


def fill_technicians(problem: Problem, a: Arena, before: Prefixes) -> None:
    """Fill the technicians' rows, their start and end nodes, and the whole-plan numbers."""
    objective, n, m = problem.objective, int(a.number[at.NODES]), len(problem.technicians)
    outlets = {outlet.id: index for index, outlet in enumerate(problem.outlets)}
    pauses = rests = 0
    for r, technician in enumerate(problem.technicians):
        row, begun = a.tech[r], before[technician.id]
        priced = technician.max_overtime > 0 and objective.overtime > 0
        row[at.WALK] = priced or len(problem.speeds) > 0 or objective.lateness > 0
        row[at.PAUSE], row[at.PAUSES] = pauses, len(technician.pauses)
        row[at.REST], row[at.RESTS] = rests, len(technician.rests())
        pauses, rests = pauses + len(technician.pauses), rests + len(technician.rests())
        row[at.KIND] = bool(row[at.WALK] or technician.pauses or row[at.RESTS])
        row[at.START], row[at.END] = begun.free, technician.end
        row[at.HARD] = technician.end + technician.max_overtime
        row[at.HELD] = technician.jobs_held + len(begun.jobs)
        row[at.STARTED] = len(begun.jobs)
        row[at.NEW] = technician.newcomer
        row[at.OUTLET] = -1 if technician.outlet is None else outlets[technician.outlet]
        if row[at.OUTLET] >= 0:
            a.outlet[row[at.OUTLET], at.USED] += len(begun.jobs)
        start, end = n + r, n + m + r
        for node, place in ((start, begun.place), (end, technician.location)):
            a.node[node, [at.LOC, at.PLACE]] = place
            a.node[node, at.ROUTE] = r
        a.node[start, at.NEXT], a.node[end, at.PREV] = end, start
    a.number[[at.LATE_PRICE, at.OVER_PRICE, at.FAIR_PRICE]] = objective.lateness, objective.overtime, objective.fairness
    a.number[at.LEAST_FACTOR] = min([1_000_000, *(millionths(speed.factor) for speed in problem.speeds)])


def left_out_price(problem: Problem, job: Job) -> int:
    """Return what leaving the job out costs."""
    base = problem.objective.optional if job.optional else problem.objective.unserved
    return base * (1 + job.priority)


def fill_jobs(problem: Problem, a: Arena, jobs: Sequence[Job], before: Prefixes) -> None:
    """Fill the jobs' rows; all are left out at first."""
    over = before.ends()
    window = load = 0
    kinds = load_kinds(problem, jobs)
    for c, job in enumerate(jobs):
        row, taken = a.node[c], len(loads(job, kinds))
        row[at.LOC] = job.location if job.travels and job.location is not None else -1
        row[at.DUR], row[at.PRICE] = job.duration, left_out_price(problem, job)
        row[at.WIN], row[at.WINS] = window, len(job.windows)
        row[at.LOAD], row[at.LOADS] = load, taken
        window, load = window + len(job.windows), load + taken
        row[at.BASE_LO], row[at.BASE_HI] = over.get(job.after or "", 0), FAR
        row[at.LO], row[at.HI] = row[at.BASE_LO], row[at.BASE_HI]
        row[[at.TWIN, at.PRED, at.KEEP, at.ROUTE]] = -1
        row[at.BENCH] = job.mode == "drop_off"
        row[at.ABSENT] = a.absent[c] = c
    a.number[at.ABSENTS] = len(jobs)


def fill_links(a: Arena, jobs: Sequence[Job], firsts: int) -> None:
    """Fill in who needs a second person and who waits for whom."""
    number = {job.id: c for c, job in enumerate(jobs[:firsts])}
    for twin, job in enumerate(jobs[firsts:], firsts):
        c = number[job.id]
        a.node[c, at.TWIN], a.node[twin, at.TWIN] = twin, c
        a.node[[c, twin], at.SPECIAL] = 1
    waiting: dict[int, list[int]] = {}
    for c, job in enumerate(jobs):
        if job.after in number:
            first = number[job.after]
            a.node[c, at.PRED] = first
            a.node[[c, first], at.SPECIAL] = 1
            waiting.setdefault(first, []).append(c)
        if job.mode == "drop_off":
            a.node[c, at.SPECIAL] = 1
    filled = 0
    for first, others in waiting.items():
        a.node[first, at.NEXTS], a.node[first, at.NEXT_COUNT] = filled, len(others)
        a.after[filled : filled + len(others)] = others
        filled += len(others)


def fill_keep(
    problem: Problem, a: Arena, jobs: Sequence[Job], holders: Mapping[str, tuple[str, ...]], steer: int
) -> None:
    """Fill in who holds each job and what moving it costs: the price of a change if he was told, else `steer`."""
    number = {technician.id: r for r, technician in enumerate(problem.technicians)}
    for c, job in enumerate(jobs):
        held = holders.get(job.id, ())
        second = int(0 <= a.node[c, at.TWIN] < c)
        if len(held) <= second or held[second] not in number:
            continue
        a.node[c, at.KEEP] = number[held[second]]
        a.number[at.CHARGED] = 1
        a.node[c, at.KEEP_PRICE] = problem.objective.change if job.state == "notified" else steer


def focus(problem: Problem, a: Arena, jobs: Sequence[Job], previous: Plan) -> Ints:
    """Return the jobs around what changed: new ones and their nearest, and those next to a stop that is gone."""
    number = {job.id: c for c, job in reversed(list(enumerate(jobs)))}
    known = {job.id for job in problem.jobs}
    found: list[int] = []
    for new in np.flatnonzero(a.node[: len(jobs), at.KEEP] < 0).tolist():
        found += [new] * NEIGHBOURS + a.near[new, :NEIGHBOURS].tolist()
    for route in previous.routes:
        stops = [stop.job for stop in route.stops]
        for k, name in enumerate(stops):
            if name not in known:
                beside = stops[max(0, k - 2) : k + 3]
                found += [number[other] for other in beside if other in number] * (NEIGHBOURS // 2)
    return np.array(found, np.int64)


def fill_classes(problem: Problem, a: Arena) -> None:
    """Number technicians who can't be told apart while they have no work: one of them stands for all."""
    n, m = len(a.may), len(problem.technicians)
    kept = {int(r) for r in a.node[:n, at.KEEP]}
    seen: dict[object, int] = {}
    for r, technician in enumerate(problem.technicians):
        same: object = (
            tuple(a.node[[n + r, n + m + r], at.LOC]),
            tuple(a.tech[r, [at.WALK, at.START, at.END, at.HARD, at.HELD, at.OUTLET]]),
            (technician.rests(), technician.pauses),
            a.limit[r].tobytes(),
            a.may[:, r].tobytes(),
            a.bias[:, r].tobytes() if len(a.bias) else b"",
        )
        a.tech[r, at.CLASS] = seen.setdefault(r if r in kept else same, len(seen))
