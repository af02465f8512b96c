"""A technician: where and when he works, what he may do, what lies in his van."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.model import fields
from anxin.engines.dispatch.model.fields import Window


@dataclass(frozen=True, slots=True)
class Skill:
    """What somebody can do (or a job asks for), how well, and until when; a language is a skill too.

    Attributes
    ----------
    code : str
    level : int
        1 is the lowest; a technician at level 3 may do what asks for 2.
    until : int or None
        Second of the day at which it expires; the work must be finished by then.
    """

    code: str
    level: int = 1
    until: int | None = None

    def __post_init__(self) -> None:
        fields.keep(self, {"code": fields.text("code", self.code), "level": fields.whole("level", self.level)})
        fields.keep(self, {"until": fields.maybe_whole("until", self.until)})


@dataclass(frozen=True, slots=True)
class Break:
    """A floating rest: `duration` seconds that lie wholly inside `window`.

    Where the window is shorter than the rest, only its start must lie inside.
    """

    window: Window
    duration: int

    def __post_init__(self) -> None:
        window = fields.window("window", self.window)
        fields.keep(self, {"window": window, "duration": fields.whole("duration", self.duration)})

    @property
    def latest_end(self) -> int:
        """Return the second at which the rest must be over."""
        start, end = self.window
        return end if end - start >= self.duration else end + self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Technician:
    """Somebody who goes, with hard limits only; prices stand in `Objective`.

    Attributes
    ----------
    id : str
    location : int
        Index of his home in `Problem.locations`; the day ends there.
    shifts : tuple of (int, int)
        Spans of work. Neither work nor driving overlaps the pause between two.
    at : int or None
        Where he is now; None: at home.
    free_from : int
        Second from which he can leave `at`.
    max_overtime : int
        Seconds past the last shift at which he must be home.
    capacity : tuple of int
        Limits on the sum of his jobs' `load`; empty: no limit.
    parts : mapping of str to int
        Units in his van.
    jobs_held : int
        Jobs he holds outside this problem; the fairness charge counts from here.
    newcomer : bool
        Counts for the newcomers' share in `match`.
    """

    id: str
    location: int
    shifts: tuple[Window, ...]
    at: int | None = None
    free_from: int = 0
    breaks: tuple[Break, ...] = ()
    skills: tuple[Skill, ...] = ()
    brands: tuple[str, ...] = ()
    star: int = 0
    max_overtime: int = 0
    capacity: tuple[int, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    jobs_held: int = 0
    outlet: str | None = None
    newcomer: bool = False

    def __post_init__(self) -> None:
        values: dict[str, object] = {"id": fields.text("id", self.id), "shifts": fields.windows("shifts", self.shifts)}
        for name in ("location", "free_from", "star", "max_overtime", "jobs_held"):
            values[name] = fields.whole(name, getattr(self, name))
        values["at"] = fields.maybe_whole("at", self.at)
        values["capacity"] = fields.wholes("capacity", self.capacity)
        values["parts"] = fields.counts("parts", self.parts)
        values["brands"] = fields.texts("brands", self.brands)
        values["outlet"] = fields.maybe_text("outlet", self.outlet)
        values["newcomer"] = fields.truth("newcomer", self.newcomer)
        values["skills"] = skills("skills", self.skills)
        values["breaks"] = breaks("breaks", self.breaks)
        fields.keep(self, values)

    @property
    def start(self) -> int:
        """Return the first second at which he can leave."""
        return max(self.free_from, self.shifts[0][0])

    @property
    def end(self) -> int:
        """Return the end of his last shift."""
        return self.shifts[-1][1]

    @property
    def pauses(self) -> tuple[Window, ...]:
        """Return the gaps between his shifts."""
        return tuple((before[1], after[0]) for before, after in zip(self.shifts, self.shifts[1:], strict=False))

    def rests(self) -> tuple[Break, ...]:
        """Return the breaks that still lie ahead and inside his time, in order."""
        last = self.end + self.max_overtime
        ahead = [rest for rest in self.breaks if rest.duration and rest.window[0] < last]
        return tuple(rest for rest in ahead if rest.latest_end - rest.duration >= self.start)


def skills(field_name: str, value: object) -> tuple[Skill, ...]:
    """Return skills; plain text is a skill of level 1."""
    kept = []
    for index, item in enumerate(fields.many(field_name, value)):
        if isinstance(item, str):
            item = Skill(item)
        if not isinstance(item, Skill):
            raise WrongInput(f"{field_name}[{index}]", "a skill", item)
        kept.append(item)
    return fields.same(value, tuple(kept))


def breaks(field_name: str, value: object) -> tuple[Break, ...]:
    """Return breaks in order of time."""
    kept = []
    for index, item in enumerate(fields.many(field_name, value)):
        if not isinstance(item, Break):
            raise WrongInput(f"{field_name}[{index}]", "a break", item)
        kept.append(item)
    return tuple(sorted(kept, key=lambda rest: (rest.window, rest.duration)))
