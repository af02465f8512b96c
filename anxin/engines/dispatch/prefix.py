"""What is under way already: frozen jobs come first in their technician's route and are not the kernel's to move."""

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.engines.dispatch.model import Job, Problem, Stop, Technician
from anxin.engines.dispatch.travel import Legs, driving, factor_at, millionths


@dataclass(frozen=True, slots=True)
class Prefix:
    """The stops under way, and where and when the technician is free after them."""

    jobs: tuple[Job, ...]
    stops: tuple[Stop, ...]
    travel: int
    place: int
    free: int


def frozen_jobs(problem: Problem) -> dict[str, tuple[Job, ...]]:
    """Return each technician's frozen jobs, on site before on the way, then in the order they began."""
    held: dict[str, list[Job]] = {}
    for job in problem.jobs:
        if job.frozen and job.technician is not None:
            held.setdefault(job.technician, []).append(job)
    order = {"on_site": 0, "on_the_way": 1}
    return {
        name: tuple(sorted(jobs, key=lambda job: (job.started_at or 0, order[job.state], job.id)))
        for name, jobs in held.items()
    }


def prefix_of(problem: Problem, matrix: Legs, technician: Technician, jobs: tuple[Job, ...]) -> Prefix:
    """Return the route as far as it has happened.

    On site, work began at `started_at`; on the way, he set off then (from the stop before, at the earliest).
    """
    place = technician.location if technician.at is None else technician.at
    free, travel = technician.start, 0
    left = technician.free_from if technician.free_from else technician.shifts[0][0]
    stops: list[Stop] = []
    for job in jobs:
        to = place if job.location is None else job.location
        depart = left
        if job.state == "on_the_way" and job.started_at is not None:
            depart = max(job.started_at, stops[-1].end) if stops else job.started_at
        leg = driving(int(matrix[place, to]), millionths(factor_at(problem, depart))) if place != to else 0
        arrive = depart + leg
        start = first_start(job, arrive)
        if job.state == "on_site" and job.started_at is not None:
            start = job.started_at
            arrive = min(arrive, start)
        stops.append(Stop(job.id, arrive, start, start + job.duration))
        travel += leg
        place, left = to, start + job.duration
    return Prefix(jobs, tuple(stops), travel, place, max(free, left) if jobs else free)


def first_start(job: Job, arrive: int) -> int:
    """Return the first moment inside a window, or the arrival itself if all windows have passed."""
    return next((max(arrive, start) for start, end in job.windows if arrive <= end), arrive)


def prefixes(problem: Problem, matrix: Legs) -> Mapping[str, Prefix]:
    """Return every technician's prefix by his id."""
    frozen = frozen_jobs(problem)
    return {
        technician.id: prefix_of(problem, matrix, technician, frozen.get(technician.id, ()))
        for technician in problem.technicians
    }
