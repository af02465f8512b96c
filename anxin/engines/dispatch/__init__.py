"""Dispatch: who goes, when, in which order, and why.

One model, one kernel, three uses: `match` one job now, `plan` a day, re-plan it (`plan(..., previous=...)`). Pure
Python on the outside, no network, no clock but a stop's.
"""

from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.errors import UnknownField, WrongInput
from anxin.engines.dispatch.matching import match, refused
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
from anxin.engines.dispatch.planning import plan
from anxin.engines.dispatch.stopping import CpuSeconds, Iterations, PlanParams

__all__ = [
    "FROZEN",
    "MODES",
    "REASONS",
    "STATES",
    "Board",
    "Break",
    "Candidate",
    "CpuSeconds",
    "Iterations",
    "Job",
    "Objective",
    "Outlet",
    "Plan",
    "PlanParams",
    "Problem",
    "Rest",
    "Route",
    "Skill",
    "Speed",
    "Stop",
    "Technician",
    "Unassigned",
    "UnknownField",
    "WrongInput",
    "match",
    "plan",
    "refused",
]
