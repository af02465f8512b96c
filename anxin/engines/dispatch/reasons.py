"""Why a job is left out: the first rule that binds, in the order of `REASONS`."""

from collections.abc import Sequence, Set

from anxin.engines.dispatch.eligibility import ALWAYS, rule_against
from anxin.engines.dispatch.encoding import Encoded
from anxin.engines.dispatch.model import REASONS, Job
from anxin.engines.dispatch.timetable import Clock


def binding_rule(encoded: Encoded, job: Job, placed: Set[str]) -> str:
    """Return the rule that keeps the job out.

    Each rule takes technicians away, in order; the one that leaves fewer than the job needs is the one that binds.
    `capacity`, `shift` and `window` are tried on an empty day (for two people: with one start), so `crowded` means:
    somebody could, were his day not full.
    """
    problem = encoded.problem
    outlets = {outlet.id: outlet for outlet in problem.outlets}
    found: list[int] = []
    clocks: list[Clock] = []
    for technician in problem.technicians:
        outlet = outlets.get(technician.outlet or "")
        clock = Clock(problem, encoded.matrix, technician, encoded.prefixes[technician.id])
        rule = rule_against(technician, outlet, job) or rule_of_day(clock, job)
        found.append(REASONS.index(rule))
        if rule == "crowded":
            clocks.append(clock)
    if len(found) < job.people:
        return "none_near"
    rule = REASONS[sorted(found)[-job.people]]
    if rule == "crowded" and job.people > 1 and not together(clocks, job):
        rule = "window" if together(clocks, anytime(clocks, job)) else "shift"
    waits = job.after is not None and job.after not in placed
    return "precedence" if rule == "crowded" and waits else rule


def rule_of_day(clock: Clock, job: Job) -> str:
    """Return the rule by which a technician who may do the job can't on an otherwise empty day, or `crowded`."""
    technician = clock.technician
    if any(technician.parts.get(part, 0) < amount for part, amount in job.parts.items() if amount):
        return "parts"
    room = (*technician.capacity, *([0] * len(job.load)))
    if technician.capacity and any(amount > room[k] for k, amount in enumerate(job.load)):
        return "capacity"
    if clock.time([job], {}) is not None:
        return "crowded"
    return "shift" if clock.time([anytime([clock], job)], {}) is None else "window"


def anytime(clocks: Sequence[Clock], job: Job) -> Job:
    """Return the same work at the same place, to be begun whenever these are at work."""
    end = max(clock.technician.end + clock.technician.max_overtime for clock in clocks)
    return Job(
        id=job.id, windows=((0, end),), duration=job.duration, location=job.location, skills=job.skills, mode=job.mode
    )


def together(clocks: Sequence[Clock], job: Job) -> bool:
    """Return whether two of these can begin the job at one moment of their empty days."""
    earliest = 0
    while True:
        timed = (clock.time([job], {job.id: (earliest, ALWAYS)}) for clock in clocks)
        starts = sorted(one.route.stops[-1].start for one in timed if one is not None)
        if len(starts) < 2 or starts[0] == starts[1]:
            return len(starts) > 1
        earliest = starts[1]
