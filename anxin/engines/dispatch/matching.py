"""Match one job now: who could take it, at what cost, when, and why in words."""

from collections.abc import Sequence
from dataclasses import replace

from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.kernel import layout as at
from anxin.engines.dispatch.kernel import live
from anxin.engines.dispatch.model import Candidate, Job


def match(board: Board, job: Job) -> list[Candidate]:
    """Return up to five candidates for the job, cheapest first; the board stays as it was.

    Bits first (skills, brand, star), then territory, then the cheapest feasible place in each live route. Where nobody
    of the job's own territory qualifies, the same prefecture and then the same province are asked.
    """
    known = job.id in board.nodes
    c = board.nodes[job.id] if known else board.enter(job)
    try:
        neighbour = board.find(c) == 0 and bool(job.division)
        if neighbour:
            board.look_around(c)
        rows = [tuple(int(value) for value in row) for row in board.top if row[live.WHO] >= 0]
        found = [candidate(board, c, job, row, neighbour) for row in rows]
    finally:
        if not known:
            board.forget(c)
    return sorted(found, key=lambda one: one.technician not in job.preferred) if job.preferred else found


def refused(job: Job, technician: str) -> Job:
    """Return the job with a refusal remembered: who said no isn't asked again for it."""
    return replace(job, banned=(*job.banned, technician))


def candidate(board: Board, c: int, job: Job, row: Sequence[int], neighbour: bool) -> Candidate:
    """Return one row of the kernel's answer with its hours, terms and reasons."""
    r, before, added, start = row[live.WHO], row[live.BEFORE], row[live.ADDED], row[live.START]
    technician = board.problem.technicians[r]
    a, objective = board.arena, board.problem.objective
    held = int(a.tech[r, at.HELD] + a.tech[r, at.COUNT])
    begun = len(board.prefixes[technician.id].stops)
    position = begun + (int(a.node[before, at.POS]) if before < a.number[at.NODES] else 0)
    arrive = arrival(board, r, before, c, start)
    terms = {"route": added - objective.fairness * held, "fairness": objective.fairness * held}
    reasons = [
        f"adds {terms['route']} s to his route",
        f"arrives {clock(arrive)}, begins {clock(start)}",
        f"holds {held} jobs today",
    ]
    reasons += [f"{skill.code} at level {skill.level} or above" for skill in job.skills]
    if job.brand is not None:
        reasons.append(f"authorised for {job.brand}")
    if technician.id in job.preferred:
        reasons.append("asked for by the customer")
    if a.number[at.NEW_BONUS] and technician.newcomer:
        reasons.append("counts for the newcomers' share")
    if neighbour:
        reasons.append("from a neighbouring territory: nobody of this one qualifies")
    return Candidate(technician.id, added, arrive, position, tuple(reasons), start, terms, neighbour)


def arrival(board: Board, r: int, before: int, c: int, start: int) -> int:
    """Return when he would arrive: he leaves as soon as the stop before is done."""
    a = board.arena
    leave = int(a.node[before, at.LEAVE])
    if a.tech[r, at.KIND] or a.tech[r, at.STILL]:
        leave = int(a.early[before].min())
    loc = int(a.node[c, at.LOC])
    leg = board.leg(int(a.node[before, at.PLACE]), loc) if loc >= 0 else 0
    return min(start, leave + leg)


def clock(second: int) -> str:
    """Return a second of the day as hours and minutes."""
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"
