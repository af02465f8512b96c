"""A job: where, when, how long, and who may do it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.model import fields
from anxin.engines.dispatch.model.fields import Window
from anxin.engines.dispatch.model.technician import Skill, skills

STATES = ("planned", "notified", "on_the_way", "on_site")
FROZEN = ("on_the_way", "on_site")
MODES = ("visit", "remote", "drop_off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work at one place inside one of several windows.

    Attributes
    ----------
    id : str
    windows : tuple of (int, int)
        The work must *start* inside one of them.
    duration : int
        Seconds of work.
    location : int or None
        Index in `Problem.locations`; None only for the modes without travel.
    skills : tuple of Skill
        All of them, each at its level or above.
    brand : str or None
        The technician must be authorised for it.
    priority : int
        Left out, the job costs `unserved · (1 + priority)`.
    optional : bool
        Left out, it costs `Objective.optional · (1 + priority)` instead.
    load, parts : tuple of int, mapping of str to int
        What it takes from the technician's capacity and van.
    people : int
        1 or 2; a two-person job stands in two routes with one start.
    after : str or None
        The job that must have ended before this one starts.
    banned, preferred : tuple of str
        Technicians who may not (a refusal becomes a ban), and who should, do it.
    state : str
        planned, notified (may move at the price `change`), on_the_way and on_site (frozen).
    technician : str or None
        Who holds it now.
    started_at : int or None
        on_site: when the work began (must be told); on_the_way: when he set off from `at`.
    """

    id: str
    windows: tuple[Window, ...]
    duration: int
    location: int | None = None
    skills: tuple[Skill, ...] = ()
    brand: str | None = None
    min_star: int = 0
    priority: int = 0
    optional: bool = False
    load: tuple[int, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    people: int = 1
    after: str | None = None
    banned: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    state: str = "planned"
    technician: str | None = None
    started_at: int | None = None
    division: str | None = None
    mode: str = "visit"

    def __post_init__(self) -> None:
        values: dict[str, object] = {"id": fields.text("id", self.id)}
        values["windows"] = fields.once(fields.windows("windows", self.windows))
        for name in ("duration", "min_star", "priority"):
            values[name] = fields.whole(name, getattr(self, name))
        for name in ("brand", "after", "technician", "division"):
            values[name] = fields.maybe_text(name, getattr(self, name))
        for name in ("banned", "preferred"):
            values[name] = fields.texts(name, getattr(self, name))
        values["location"] = fields.maybe_whole("location", self.location)
        values["started_at"] = fields.maybe_whole("started_at", self.started_at)
        values["load"] = fields.wholes("load", self.load)
        values["parts"] = fields.counts("parts", self.parts)
        values["people"] = fields.whole("people", self.people, 1, 2)
        values["optional"] = fields.truth("optional", self.optional)
        values["state"] = fields.one_of("state", self.state, STATES)
        values["mode"] = fields.one_of("mode", self.mode, MODES)
        values["skills"] = fields.once(skills("skills", self.skills))
        fields.keep(self, values)
        if self.mode == "visit" and self.location is None:
            raise WrongInput("location", "an index of locations for a visit", None)
        if self.frozen and self.technician is None:
            raise WrongInput("technician", f"who is {self.state}", None)
        if self.state == "on_site" and self.started_at is None:
            raise WrongInput("started_at", "when the work began for a job that is on_site", None)
        if self.people > 1 and (self.frozen or self.mode != "visit"):
            raise WrongInput("people", f"1 for a job that is {self.state} in mode {self.mode}", self.people)

    @property
    def frozen(self) -> bool:
        """Return whether somebody is on his way or at work already."""
        return self.state in FROZEN

    @property
    def travels(self) -> bool:
        """Return whether somebody has to go there."""
        return self.mode == "visit"
