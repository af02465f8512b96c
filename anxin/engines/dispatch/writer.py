"""Write plans and candidates as the JSON of the contract, fields in a fixed order."""

import json
from collections.abc import Sequence

from anxin.engines.dispatch.model import Candidate, Plan, Route


def plan_json(plan: Plan, seconds: float | None = None) -> str:
    """Return one line of JSON; `seconds` (wall time) is added only when asked for."""
    row: dict[str, object] = {
        "routes": [route_row(route) for route in plan.routes],
        "unassigned": [{"job": left.job, "reason": left.reason} for left in plan.unassigned],
        "cost": plan.cost,
        "travel": plan.travel,
        "changed": list(plan.changed),
        "iterations": plan.iterations,
        "terms": dict(plan.terms),
    }
    if seconds is not None:
        row["seconds"] = round(seconds, 3)
    return json.dumps(row, ensure_ascii=False)


def route_row(route: Route) -> dict[str, object]:
    """Return one route; its breaks only where there are some."""
    row: dict[str, object] = {
        "technician": route.technician,
        "stops": [
            {"job": stop.job, "arrive": stop.arrive, "start": stop.start, "end": stop.end} for stop in route.stops
        ],
        "travel": route.travel,
        "overtime": route.overtime,
        "home": route.home,
    }
    if route.rests:
        row["rests"] = [{"start": rest.start, "end": rest.end} for rest in route.rests]
    return row


def candidates_json(candidates: Sequence[Candidate]) -> str:
    """Return the candidates of one job, best first."""
    rows = [
        {
            "technician": candidate.technician,
            "cost": candidate.cost,
            "arrive": candidate.arrive,
            "position": candidate.position,
            "reasons": list(candidate.reasons),
            "start": candidate.start,
            "terms": dict(candidate.terms),
            "neighbour": candidate.neighbour,
        }
        for candidate in candidates
    ]
    return json.dumps(rows, ensure_ascii=False)
