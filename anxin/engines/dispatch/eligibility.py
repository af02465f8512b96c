"""Who may do what, and until when: the hard rules that don't depend on the route."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.model import Job, Outlet, Problem, Skill, Technician

NEVER = -1
ALWAYS = 2**31 - 2

type Until = NDArray[np.int64]


def skill_until(technician: Technician, wanted: Skill) -> int:
    """Return the second until which the technician holds the skill at that level; `NEVER`, `ALWAYS` at the ends."""
    held = [skill for skill in technician.skills if skill.code == wanted.code and skill.level >= wanted.level]
    return max((ALWAYS if skill.until is None else skill.until for skill in held), default=NEVER)


def skills_until(technician: Technician, wanted: Sequence[Skill]) -> int:
    """Return the second until which the technician holds all of them."""
    return min((skill_until(technician, skill) for skill in wanted), default=ALWAYS)


def covers(outlet: Outlet | None, job: Job) -> bool:
    """Return whether the technician's outlet takes work there; who has no outlet goes everywhere."""
    if outlet is None:
        return job.mode != "drop_off"
    if outlet.suspended or (job.mode == "drop_off" and outlet.benches == 0):
        return False
    return outlet.covers(job.division)


def rule_against(technician: Technician, outlet: Outlet | None, job: Job) -> str | None:
    """Return the first rule by which this technician may never do the job, in the order of `REASONS`."""
    if not covers(outlet, job):
        return "none_near"
    if job.brand is not None and job.brand not in technician.brands:
        return "brand"
    until = skills_until(technician, job.skills)
    if until == NEVER or until < technician.start + job.duration:
        return "skill"
    if technician.star < job.min_star:
        return "star"
    return "banned" if technician.id in job.banned else None


def latest_starts(problem: Problem, jobs: Sequence[Job]) -> NDArray[np.int32]:
    """Return the latest start at which each technician may do each job (below 0: never).

    Returns
    -------
    ndarray of shape (n_jobs, n_technicians)
    """
    people = problem.technicians
    outlets = {outlet.id: outlet for outlet in problem.outlets}
    may = np.empty((len(jobs), len(people)), np.int32)
    skills: dict[tuple[Skill, ...], Until] = {}
    brands: dict[str, NDArray[np.bool_]] = {}
    areas: dict[tuple[str | None, str], NDArray[np.bool_]] = {}
    stars = np.array([technician.star for technician in people], np.int64)
    number = {technician.id: index for index, technician in enumerate(people)}
    for row, job in enumerate(jobs):
        if job.skills not in skills:
            skills[job.skills] = np.array([skills_until(technician, job.skills) for technician in people], np.int64)
        until = skills[job.skills]
        latest = np.where(until == ALWAYS, ALWAYS, until - job.duration)
        allowed = (stars >= job.min_star) & (latest >= 0)
        if job.brand is not None:
            if job.brand not in brands:
                brands[job.brand] = np.array([job.brand in technician.brands for technician in people], bool)
            allowed &= brands[job.brand]
        area = (job.division, job.mode)
        if area not in areas:
            areas[area] = np.array([covers(outlets.get(technician.outlet or ""), job) for technician in people], bool)
        allowed &= areas[area]
        for banned in job.banned:
            if banned in number:
                allowed[number[banned]] = False
        may[row] = np.where(allowed, latest, NEVER)
    return may
