"""Dispatch: who goes, when, in which order, and why.

One model, one kernel, three uses: `match` one job now, `plan` a day, re-plan it (`plan(..., previous=...)`). Pure
Python on the outside, no network, no clock but a stop's.
"""

from typing import TYPE_CHECKING

from anxin.engines import opening

if TYPE_CHECKING:
    from anxin.engines.dispatch.board import Board
    from anxin.engines.dispatch.budget import CpuSeconds, Iterations, PlanParams
    from anxin.engines.dispatch.checker import Broken, check
    from anxin.engines.dispatch.errors import UnknownField, WrongInput
    from anxin.engines.dispatch.events import (
        Cancelled,
        Delayed,
        NewJob,
        OutletSuspended,
        PartMissing,
        Sick,
        after,
    )
    from anxin.engines.dispatch.explanation import (
        Choice,
        Gap,
        Refusal,
        blocked,
        coverage_gaps,
        for_technician,
        rules_against,
        runners_up,
    )
    from anxin.engines.dispatch.matching import match, matching_ready, refused
    from anxin.engines.dispatch.model import (
        FROZEN,
        MODES,
        REASONS,
        STATES,
        Break,
        Candidate,
        Job,
        Objective,
        Outlet,
        Plan,
        Problem,
        Rest,
        Route,
        Skill,
        Speed,
        Stop,
        Technician,
        Unassigned,
    )
    from anxin.engines.dispatch.planner import plan
    from anxin.engines.dispatch.travel import seconds_between
    from anxin.engines.dispatch.windows import OfferedWindow, Promise, offerable_windows

__all__ = [
    "FROZEN",
    "MODES",
    "REASONS",
    "STATES",
    "Board",
    "Break",
    "Broken",
    "Cancelled",
    "Candidate",
    "Choice",
    "CpuSeconds",
    "Delayed",
    "Gap",
    "Iterations",
    "Job",
    "NewJob",
    "Objective",
    "OfferedWindow",
    "Outlet",
    "OutletSuspended",
    "PartMissing",
    "Plan",
    "PlanParams",
    "Problem",
    "Promise",
    "Refusal",
    "Rest",
    "Route",
    "Sick",
    "Skill",
    "Speed",
    "Stop",
    "Technician",
    "Unassigned",
    "UnknownField",
    "WrongInput",
    "after",
    "blocked",
    "check",
    "coverage_gaps",
    "for_technician",
    "match",
    "matching_ready",
    "offerable_windows",
    "plan",
    "refused",
    "rules_against",
    "runners_up",
    "seconds_between",
]

__getattr__ = opening(
    __name__,
    {
        "board": "Board",
        "checker": "Broken check",
        "errors": "UnknownField WrongInput",
        "events": "Cancelled Delayed NewJob OutletSuspended PartMissing Sick after",
        "explanation": "Choice Gap Refusal blocked coverage_gaps for_technician rules_against runners_up",
        "matching": "match matching_ready refused",
        "model": (
            "FROZEN MODES REASONS STATES Break Candidate Job Objective Outlet Plan Problem Rest Route Skill Speed "
            "Stop Technician Unassigned"
        ),
        "planner": "plan",
        "travel": "seconds_between",
        "windows": "OfferedWindow Promise offerable_windows",
        "budget": "CpuSeconds Iterations PlanParams",
    },
)
