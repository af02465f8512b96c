"""Explain a plan: who else could have gone and what that would cost, where nobody can, what a technician may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.eligibility import rule_against
from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.matching import clock, match
from anxin.engines.dispatch.model import Candidate, Job, Plan, Problem, Route


@dataclass(frozen=True, slots=True)
class Choice:
    """A placed job: what it costs where it is, and the runners-up with what each would cost more (or less)."""

    job: str
    technician: str
    cost: int
    others: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill in a division: jobs that want it, technicians who qualify."""

    division: str
    skill: str
    level: int
    jobs: int
    technicians: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a technician may not have a job: the first rule against him, or None."""

    technician: str
    rule: str | None


def runners_up(problem: Problem, plan: Plan, job: str) -> Choice:
    """Return who else could take a placed job at its cheapest place, all other routes unchanged.

    The job's cost is that of putting it back where it was; the others' costs compare with it directly.
    """
    wanted = next((row for row in problem.jobs if row.id == job), None)
    if wanted is None or job not in plan.holders():
        raise WrongInput("job", "a job that the plan places", job)
    holder = plan.holders()[job][0]
    routes = tuple(without(route, job) for route in plan.routes)
    board = Board(problem, routes, room=1)
    found = match(board, replace(wanted, state="planned", started_at=None, people=1))
    mine = [one for one in found if one.technician == holder]
    if not mine:
        others = tuple(t.id for t in problem.technicians if t.id != holder)
        alone = replace(wanted, banned=(*wanted.banned, *others), state="planned", started_at=None, people=1)
        mine = match(board, alone)
    cost = mine[0].cost if mine else 0
    return Choice(job, holder, cost, tuple(one for one in found if one.technician != holder))


def without(route: Route, job: str) -> Route:
    """Return a route without one job."""
    return replace(route, stops=tuple(stop for stop in route.stops if stop.job != job))


def rules_against(problem: Problem, job: Job) -> tuple[Refusal, ...]:
    """Return for every technician the first standing rule that keeps him from the job (None: he may)."""
    outlets = {outlet.id: outlet for outlet in problem.outlets}
    return tuple(
        Refusal(technician.id, rule_against(technician, outlets.get(technician.outlet or ""), job))
        for technician in problem.technicians
    )


def coverage_gaps(problem: Problem, fewer_than: int = 3) -> tuple[Gap, ...]:
    """Return the divisions and skills with fewer qualified technicians than this, scarcest first."""
    outlets = {outlet.id: outlet for outlet in problem.outlets}
    wanted: Counter[tuple[str, str, int]] = Counter()
    for job in problem.jobs:
        for skill in job.skills:
            wanted[job.division or "", skill.code, skill.level] += 1
    gaps = []
    for (division, code, level), jobs in wanted.items():
        people = 0
        for technician in problem.technicians:
            outlet = outlets.get(technician.outlet or "")
            covers = outlet is None or (outlet.covers(division) and not outlet.suspended)
            people += covers and any(s.code == code and s.level >= level for s in technician.skills)
        if people < fewer_than:
            gaps.append(Gap(division, code, level, jobs, people))
    return tuple(sorted(gaps, key=lambda gap: (gap.technicians, -gap.jobs, gap.division, gap.skill, gap.level)))


RULES = (
    "Hard rules come first: territory, brand, skill and its expiry, grade, refusals, parts, hours, breaks.",
    "Among those left, a job goes where it adds the least driving, counted in seconds.",
    "Who holds more jobs already is charged more, so that work spreads.",
    "A customer who was told a name keeps it unless a change saves more than its price.",
    "A refusal is remembered for that job only; it changes no other job.",
)


def for_technician(problem: Problem, plan: Plan, technician: str) -> tuple[str, ...]:
    """Return what a technician may see of the algorithm: its rules, its prices, his own route; nobody else's."""
    if technician not in {row.id for row in problem.technicians}:
        raise WrongInput("technician", "a technician of the problem", technician)
    prices = problem.objective
    route = plan.route_of(technician)
    priced = (
        f"Prices in seconds: left out {prices.unserved}, overtime {prices.overtime} a second, change {prices.change}, "
    )
    lines = [*RULES, priced + f"fairness {prices.fairness} a job held."]
    lines += [f"{clock(stop.start)}–{clock(stop.end)} {stop.job}" for stop in route.stops]
    return (*lines, f"Your driving: {route.travel} s, overtime {route.overtime} s, {len(route.stops)} jobs.")


def blocked(plan: Plan) -> dict[str, Sequence[str]]:
    """Return the jobs left out by the rule that binds."""
    found: dict[str, list[str]] = {}
    for row in plan.unassigned:
        found.setdefault(row.reason, []).append(row.job)
    return dict(found)
