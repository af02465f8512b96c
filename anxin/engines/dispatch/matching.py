"""Match one job now: who could take it, at what cost, when, and why in words."""

from collections.abc import Sequence
from dataclasses import replace

from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.kernel import live
from anxin.engines.dispatch.model import Candidate, Job, Problem


def matching_ready() -> None:
    """Have what matches compiled, or loaded: about a minute, once in an environment."""
    Board(Problem(), room=1).take_all(())


def match(board: Board, job: Job) -> list[Candidate]:
    """Return those who can do the job, cheapest first, as many as the board ranks; the board stays as it was.

    Bits first (skills, brand, star), then territory, then the cheapest feasible place in each live route. Where nobody
    of the job's own territory qualifies, the same prefecture and then the same province are asked.
    """
    known = job.id in board.nodes
    c = board.nodes[job.id] if known else board.enter(job)
    try:
        neighbour = board.find(c) == 0 and bool(job.division)
        if neighbour:
            board.look_around(c)
        found = [candidate(board, job, row, neighbour) for row in board.top.tolist() if row[live.WHO] >= 0]
    finally:
        if not known:
            board.forget(c)
    return sorted(found, key=lambda one: one.technician not in job.preferred) if job.preferred else found


def refused(job: Job, technician: str) -> Job:
    """Return the job with a refusal remembered: who said no isn't asked again for it."""
    return replace(job, banned=(*job.banned, technician))


def candidate(board: Board, job: Job, row: Sequence[int], neighbour: bool) -> Candidate:
    """Return one row of the kernel's answer with its terms and reasons."""
    _, r, _, added, start, arrive, position, held = row
    technician, fair = board.problem.technicians[r], board.problem.objective.fairness * held
    reasons = [
        f"adds {added - fair} s to his route",
        f"arrives {clock(arrive)}, begins {clock(start)}",
        f"holds {held} jobs today",
    ]
    reasons += [f"{skill.code} at level {skill.level} or above" for skill in job.skills]
    if job.brand is not None:
        reasons.append(f"authorised for {job.brand}")
    if technician.id in job.preferred:
        reasons.append("asked for by the customer")
    if technician.newcomer and board.favours_newcomers:
        reasons.append("counts for the newcomers' share")
    if neighbour:
        reasons.append("from a neighbouring territory: nobody of this one qualifies")
    terms = {"route": added - fair, "fairness": fair}
    return Candidate(technician.id, added, arrive, position, tuple(reasons), start, terms, neighbour)


def clock(second: int) -> str:
    """Return a second of the day as hours and minutes."""
    minute = second // 60
    return CLOCK[minute] if 0 <= minute < len(CLOCK) else f"{minute // 60:02d}:{minute % 60:02d}"


CLOCK = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(24 * 60))
