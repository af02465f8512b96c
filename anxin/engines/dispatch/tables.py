"""Plans and candidates as text for people."""

from collections.abc import Sequence

from anxin.engines.dispatch.matching import clock
from anxin.engines.dispatch.model import Candidate, Plan, Problem


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under a head, columns as wide as their widest cell."""
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    return "\n".join(line.rstrip() for line in lines)


def plan_table(problem: Problem, plan: Plan) -> str:
    """Return one line a stop, then what is left out and what it costs."""
    places = {job.id: job for job in problem.jobs}
    rows = [
        (
            route.technician if k == 0 else "",
            stop.job,
            clock(stop.arrive),
            clock(stop.start),
            clock(stop.end),
            ", ".join(skill.code for skill in places[stop.job].skills),
        )
        for route in plan.routes
        for k, stop in enumerate(route.stops)
    ]
    parts = [columns(("technician", "job", "arrive", "start", "end", "skills"), rows)]
    if plan.unassigned:
        parts.append(columns(("left out", "because"), [(row.job, row.reason) for row in plan.unassigned]))
    terms = ", ".join(f"{name} {value}" for name, value in plan.terms.items() if value)
    parts.append(f"cost {plan.cost} s ({terms or 'nothing'}), {plan.iterations} steps")
    if plan.changed:
        parts.append("changed technician: " + ", ".join(plan.changed))
    return "\n\n".join(parts)


def candidates_table(candidates: Sequence[Candidate]) -> str:
    """Return one line a candidate, with reasons."""
    if not candidates:
        return "nobody can take it"
    rows = [
        (one.technician, str(one.cost), clock(one.arrive), str(one.position), "; ".join(one.reasons))
        for one in candidates
    ]
    return columns(("technician", "cost", "arrive", "position", "because"), rows)
