"""Which arrival windows may be promised for a division, a skill and a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from anxin.engines.dispatch.board import Board
from anxin.engines.dispatch.matching import match
from anxin.engines.dispatch.model import Job, Skill, fields
from anxin.engines.dispatch.model.fields import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise profile: the windows offered, how soon, and how many a division may take on a day.

    Attributes
    ----------
    windows : tuple of (int, int)
    lead : int
        Seconds between now and a window's end that must be left.
    quota : mapping of (division, day) to int
        Jobs a division takes on a day; a missing entry is no limit.
    reserve : int
        Technicians who must stay possible beside the one needed, as a cushion.
    duration : int
        Work time assumed for a job nobody has seen yet.
    """

    windows: tuple[Window, ...]
    lead: int = 3600
    quota: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reserve: int = 0
    duration: int = 3600

    def __post_init__(self) -> None:
        fields.keep(self, {"windows": tuple(fields.window("windows", span) for span in self.windows)})
        for name in ("lead", "reserve", "duration"):
            fields.whole(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class OfferedWindow:
    """One window: whether it may be offered, who could come (as many as the board ranks), the earliest arrival.

    Where it may not be offered, `reason` says why.
    """

    window: Window
    offerable: bool
    technicians: tuple[str, ...]
    earliest: int | None
    reason: str | None


def offerable_windows(
    board: Board,
    *,
    division: str,
    skill: str | Skill,
    day: str,
    location: int,
    promise: Promise,
    taken: int = 0,
    now: int = 0,
    full: Mapping[Window, Collection[str]] | None = None,
) -> list[OfferedWindow]:
    """Return every window of the promise with whether it may be offered.

    Parameters
    ----------
    board : Board
        The live routes of that day.
    location : int
        Where the job would be: the address, or the division's middle while it isn't known.
    taken : int
        Jobs the division has taken for that day already (whatever their state).
    now : int
        Second of that day; 0 or below for days ahead.
    full : mapping of window to technicians, optional
        Who takes no more jobs in a window, whatever his route would allow.
    """
    wanted = skill if isinstance(skill, Skill) else Skill(skill)
    limit = promise.quota.get((division, day))
    found = []
    for span in promise.windows:
        if span[1] < now + promise.lead:
            found.append(OfferedWindow(span, False, (), None, "too_soon"))
        elif limit is not None and taken >= limit:
            found.append(OfferedWindow(span, False, (), None, "quota"))
        else:
            job = Job(
                id=f"window {span}",
                windows=((max(span[0], now), span[1]),),
                duration=promise.duration,
                location=location,
                skills=(wanted,),
                division=division,
                banned=tuple(sorted((full or {}).get(span, ()))),
            )
            found.append(_possible(board, job, span, promise))
    return found


def _possible(board: Board, job: Job, span: Window, promise: Promise) -> OfferedWindow:
    """Try the window on the live routes."""
    people = match(board, job)
    if not people:
        return OfferedWindow(span, False, (), None, "nobody_free")
    enough = len(people) > promise.reserve
    who = tuple(one.technician for one in people)
    return OfferedWindow(span, enough, who, min(one.arrive for one in people), None if enough else "reserve")
