"""Ways to hand out work: nearest qualified, cheapest insertion, Anxin's own, and a clairvoyant bound."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.budget import Iterations
from anxin.engines.dispatch.matching import match, refused
from anxin.engines.dispatch.model import Candidate, Job, Objective, Plan, Problem, Route
from anxin.engines.dispatch.planner import plan
from anxin.engines.dispatch.simulate.assumptions import Assumptions
from anxin.engines.dispatch.simulate.demand import City, SimulatedJob
from anxin.engines.dispatch.travel import great_circle_m

type Order = Callable[[Board, Job, list[Candidate]], list[Candidate]]

OFFER_EXPIRES = 5 * 60
REPLAN_STEPS = 400
BOUND_STEPS = 3000


def problem_of(place: City, jobs: Sequence[Job], objective: Objective) -> Problem:
    """Return the day as a problem."""
    return Problem(technicians=place.technicians, jobs=tuple(jobs), locations=place.points, objective=objective)


def clairvoyant(
    place: City, asked: Sequence[SimulatedJob], given: Assumptions, dice: random.Random
) -> tuple[Route, ...]:
    """Return routes planned as if every job of the day had been known at dawn and nobody refused."""
    jobs = [row.job for row in asked if not row.cancels]
    return plan(problem_of(place, jobs, replace(place.objective, fairness=0)), Iterations(BOUND_STEPS)).routes


def nearest(place: City, asked: Sequence[SimulatedJob], given: Assumptions, dice: random.Random) -> tuple[Route, ...]:
    """Offer each job to the nearest qualified technician who can still fit it in."""

    def order(board: Board, job: Job, found: list[Candidate]) -> list[Candidate]:
        spot = place.points[job.location or 0]
        homes = {t.id: place.points[t.location] for t in place.technicians}
        return sorted(found, key=lambda one: great_circle_m(homes[one.technician], spot))

    return live(place, asked, given, dice, order, replace(place.objective, fairness=0), False)


def cheapest(place: City, asked: Sequence[SimulatedJob], given: Assumptions, dice: random.Random) -> tuple[Route, ...]:
    """Offer each job where it adds the least driving, and never touch the routes again."""
    return live(place, asked, given, dice, as_found, replace(place.objective, fairness=0), False)


def ours(place: City, asked: Sequence[SimulatedJob], given: Assumptions, dice: random.Random) -> tuple[Route, ...]:
    """Offer by cost with the fairness charge, and re-plan every hour with the price of a change."""
    return live(place, asked, given, dice, as_found, place.objective, True)


def as_found(board: Board, job: Job, found: list[Candidate]) -> list[Candidate]:
    """Return candidates as the engine ranks them."""
    return found


def live(
    place: City,
    asked: Sequence[SimulatedJob],
    given: Assumptions,
    dice: random.Random,
    order: Order,
    objective: Objective,
    replans: bool,
) -> tuple[Route, ...]:
    """Play a day of offers; return the routes as they stand in the evening."""
    known: list[Job] = []
    board = Board(problem_of(place, [], objective), room=len(asked) + 1)
    hour = 0
    for row in asked:
        if replans and row.came // 3600 > hour and known:
            board = replanned(place, known, board, row.came, objective, len(asked))
        hour = row.came // 3600
        board.advance(row.came)
        if row.cancels:
            continue
        job = offered(board, row, given, dice, order)
        if job is not None:
            known.append(job)
    return board.routes()


def offered(board: Board, row: SimulatedJob, given: Assumptions, dice: random.Random, order: Order) -> Job | None:
    """Offer one job until somebody accepts; return it as it was given, or None."""
    job = row.job
    for _ in range(4):
        found = order(board, job, match(board, job))
        if not found:
            return None
        answer = given.answer_minutes * 60 * dice.lognormvariate(0, 1)
        if answer < OFFER_EXPIRES and dice.random() >= given.refusal:
            board.assign(job, found[0])
            return job
        job = refused(job, found[0].technician)
    return None


def replanned(place: City, known: Sequence[Job], board: Board, now: int, objective: Objective, room: int) -> Board:
    """Re-plan what hasn't begun; return a board with the new routes."""
    routes = board.routes()
    begun = {s.job: (r.technician, s.start) for r in routes for s in r.stops if s.start <= now}
    held = {s.job: r.technician for r in routes for s in r.stops}
    jobs = []
    for job in known:
        if job.id in begun:
            jobs.append(replace(job, state="on_site", technician=begun[job.id][0], started_at=begun[job.id][1]))
        else:
            lower = max(now, job.windows[0][0])
            windows = ((lower, max(lower, job.windows[-1][1])),)
            jobs.append(replace(job, state="notified", technician=held.get(job.id), windows=windows))
    problem = problem_of(place, jobs, objective)
    found = plan(problem, Iterations(REPLAN_STEPS), previous=Plan(routes))
    if found.unassigned:
        return board
    fresh = Board(problem, found.routes, room=room + 1)
    fresh.advance(now)
    return fresh


POLICIES = {"nearest qualified": nearest, "cheapest insertion": cheapest, "anxin": ours, "clairvoyant": clairvoyant}
