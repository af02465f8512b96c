"""What the engine answers: a plan with its routes and stops, and candidates for one job."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anxin.engines.dispatch.model import fields

REASONS = (
    "none_near",
    "brand",
    "skill",
    "star",
    "banned",
    "parts",
    "capacity",
    "shift",
    "window",
    "precedence",
    "crowded",
)
"""Why a job is left out: the first that binds, in this order."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One job in a route; he leaves at `end`."""

    job: str
    arrive: int
    start: int
    end: int

    def __post_init__(self) -> None:
        fields.keep(self, {"job": fields.text("job", self.job)})
        for name in ("arrive", "start", "end"):
            fields.keep(self, {name: fields.whole(name, getattr(self, name), -fields.LATEST, 2**40)})


@dataclass(frozen=True, slots=True)
class Rest:
    """A break taken."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Route:
    """One technician's day, from where he is to his home."""

    technician: str
    stops: tuple[Stop, ...] = ()
    travel: int = 0
    overtime: int = 0
    rests: tuple[Rest, ...] = ()
    home: int = 0


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A job left out and the rule that binds."""

    job: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Routes, what is left out, and the cost by term (seconds)."""

    routes: tuple[Route, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    cost: int = 0
    travel: int = 0
    changed: tuple[str, ...] = ()
    iterations: int = 0
    terms: Mapping[str, int] = field(default_factory=dict)

    def route_of(self, technician: str) -> Route:
        """Return the technician's route; one without work has an empty route."""
        return next((route for route in self.routes if route.technician == technician), Route(technician))

    def holders(self) -> dict[str, tuple[str, ...]]:
        """Return who does each job placed."""
        held: dict[str, tuple[str, ...]] = {}
        for route in self.routes:
            for stop in route.stops:
                held[stop.job] = (*held.get(stop.job, ()), route.technician)
        return held


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a job now: at what cost, when, where in his route, and why.

    Attributes
    ----------
    technician : str
    cost : int
        Seconds by which the board's cost rises.
    arrive, start : int
    position : int
        Stops before it in his route.
    reasons : tuple of str
        In words, for people.
    terms : mapping of str to int
        The cost by term.
    neighbour : bool
        Asked because nobody of the job's own territory qualifies.
    """

    technician: str
    cost: int
    arrive: int
    position: int
    reasons: tuple[str, ...] = ()
    start: int = 0
    terms: Mapping[str, int] = field(default_factory=dict)
    neighbour: bool = False
