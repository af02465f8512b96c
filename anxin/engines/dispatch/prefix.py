"""What is under way already: frozen jobs come first in their technician's route and are not the kernel's to move."""

from collections.abc import Iterator, Mapping
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


class Prefixes(Mapping[str, Prefix]):
    """Every technician's prefix by his id; only of those who have begun something is one kept."""

    def __init__(self, problem: Problem, matrix: Legs) -> None:
        self._people = {technician.id: technician for technician in problem.technicians}
        frozen = frozen_jobs(problem)
        self._begun = {
            name: prefix_of(problem, matrix, self._people[name], jobs)
            for name, jobs in frozen.items()
            if name in self._people
        }

    def __getitem__(self, name: str) -> Prefix:
        """Return one technician's prefix."""
        return self._begun.get(name) or not_begun(self._people[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)

    def ends(self) -> dict[str, int]:
        """Return when each job under way ends."""
        return {stop.job: stop.end for prefix in self._begun.values() for stop in prefix.stops}


def not_begun(technician: Technician) -> Prefix:
    """Return the prefix of a technician who holds no frozen job."""
    place = technician.location if technician.at is None else technician.at
    return Prefix((), (), 0, place, technician.start)
