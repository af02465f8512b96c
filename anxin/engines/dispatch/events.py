"""What happens during the day, as data: each event turns a problem into the next one; then re-plan with `previous`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.model import Job, Outlet, Plan, Problem, Technician


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job came in."""

    job: Job


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A job is no longer wanted; what waited for it waits no more."""

    job: str


@dataclass(frozen=True, slots=True)
class Delayed:
    """A technician is free only from `free_from`, at place `at` if that changed."""

    technician: str
    free_from: int
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Sick:
    """A technician is out for the rest of the day; jobs under way with him are open again."""

    technician: str


@dataclass(frozen=True, slots=True)
class PartMissing:
    """A technician has only `count` units of a part left."""

    technician: str
    part: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class OutletSuspended:
    """An outlet takes no more work; its jobs go to others."""

    outlet: str


type Event = NewJob | Cancelled | Delayed | Sick | PartMissing | OutletSuspended


def after(problem: Problem, events: Iterable[Event], previous: Plan | None = None) -> Problem:
    """Return the problem after the events.

    Parameters
    ----------
    previous : Plan
        Told customers (`notified`) without a technician of their own take his name from it, so that moving them is
        charged.
    """
    for event in events:
        problem = after_one(problem, event)
    return problem if previous is None else with_holders(problem, previous)


def after_one(problem: Problem, event: Event) -> Problem:
    """Return the problem after one event."""
    match event:
        case NewJob(job):
            return replace(problem, jobs=(*problem.jobs, job))
        case Cancelled(name):
            present("job", name, problem.jobs)
            left = tuple(replace(j, after=None) if j.after == name else j for j in problem.jobs if j.id != name)
            return replace(problem, jobs=left)
        case Delayed(name, free_from, at):
            return changed(problem, name, lambda t: replace(t, free_from=free_from, at=t.at if at is None else at))
        case Sick(name):
            present("technician", name, problem.technicians)
            people = tuple(t for t in problem.technicians if t.id != name)
            jobs = tuple(reopened(job) if job.technician == name and job.frozen else job for job in problem.jobs)
            return replace(problem, technicians=people, jobs=jobs)
        case PartMissing(name, part, count):
            return changed(problem, name, lambda t: replace(t, parts={**t.parts, part: count}))
        case OutletSuspended(name):
            present("outlet", name, problem.outlets)
            outlets = tuple(replace(o, suspended=True) if o.id == name else o for o in problem.outlets)
            return replace(problem, outlets=outlets)


def changed(problem: Problem, name: str, change: Callable[[Technician], Technician]) -> Problem:
    """Return the problem with one technician changed."""
    present("technician", name, problem.technicians)
    return replace(problem, technicians=tuple(change(t) if t.id == name else t for t in problem.technicians))


def present(kind: str, name: str, rows: Sequence[Job | Technician | Outlet]) -> None:
    """Refuse an event about somebody who isn't there."""
    if all(row.id != name for row in rows):
        raise WrongInput(kind, "an id of the problem", name)


def reopened(job: Job) -> Job:
    """Return a job that was under way as one to be planned anew."""
    return replace(job, state="notified", started_at=None)


def with_holders(problem: Problem, previous: Plan) -> Problem:
    """Return the problem with every told job naming who holds it."""
    held = previous.holders()
    jobs = tuple(
        replace(job, technician=held[job.id][0])
        if job.state == "notified" and job.technician is None and job.id in held
        else job
        for job in problem.jobs
    )
    return replace(problem, jobs=jobs)
