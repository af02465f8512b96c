"""The words of dispatch as frozen dataclasses that validate: times are integer seconds from local midnight."""

from anxin.engines.dispatch.model.job import FROZEN, MODES, STATES, Job
from anxin.engines.dispatch.model.objective import Objective
from anxin.engines.dispatch.model.outlet import Outlet
from anxin.engines.dispatch.model.plan import REASONS, Candidate, Plan, Rest, Route, Stop, Unassigned
from anxin.engines.dispatch.model.problem import Problem, Speed
from anxin.engines.dispatch.model.technician import Break, Skill, Technician

__all__ = [
    "FROZEN",
    "MODES",
    "REASONS",
    "STATES",
    "Break",
    "Candidate",
    "Job",
    "Objective",
    "Outlet",
    "Plan",
    "Problem",
    "Rest",
    "Route",
    "Skill",
    "Speed",
    "Stop",
    "Technician",
    "Unassigned",
]
