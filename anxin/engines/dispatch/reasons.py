"""Why a job is left out: the first rule that binds, in the order of `REASONS`."""

from collections.abc import Set

from anxin.engines.dispatch.eligibility import rule_against
from anxin.engines.dispatch.encoding import Encoded
from anxin.engines.dispatch.model import REASONS, Job, Technician
from anxin.engines.dispatch.timetable import Clock


def binding_rule(encoded: Encoded, job: Job, placed: Set[str]) -> str:
    """Return the rule that keeps the job out.

    Each rule takes technicians away, in order; the one that takes the last is the one that binds. `capacity`, `shift`
    and `window` are tried on an empty day, so `crowded` means: somebody could, were his day not full.
    """
    problem = encoded.problem
    outlets = {outlet.id: outlet for outlet in problem.outlets}
    last = 0
    for technician in problem.technicians:
        outlet = outlets.get(technician.outlet or "")
        rule = rule_against(technician, outlet, job) or rule_of_day(encoded, technician, job)
        last = max(last, REASONS.index(rule))
    if REASONS[last] in ("crowded", "precedence") or last > REASONS.index("window"):
        waits = job.after is not None and job.after not in placed
        return "precedence" if waits else "crowded"
    return REASONS[last]


def rule_of_day(encoded: Encoded, technician: Technician, job: Job) -> str:
    """Return the rule by which a technician who may do the job can't on an otherwise empty day, or `crowded`."""
    if any(technician.parts.get(part, 0) < amount for part, amount in job.parts.items() if amount):
        return "parts"
    room = (*technician.capacity, *([0] * len(job.load)))
    if technician.capacity and any(amount > room[k] for k, amount in enumerate(job.load)):
        return "capacity"
    clock = Clock(encoded.problem, encoded.matrix, technician, encoded.prefixes[technician.id])
    if clock.time([job], {}) is not None:
        return "crowded"
    anytime = Job(
        id=job.id,
        windows=((0, technician.end + technician.max_overtime),),
        duration=job.duration,
        location=job.location,
        skills=job.skills,
        mode=job.mode,
    )
    return "shift" if clock.time([anytime], {}) is None else "window"
