"""A problem: technicians, jobs, outlets, places and prices that belong together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from anxin.engines.dispatch.errors import WrongInput
from anxin.engines.dispatch.model import fields
from anxin.engines.dispatch.model.job import Job
from anxin.engines.dispatch.model.objective import Objective
from anxin.engines.dispatch.model.outlet import Outlet
from anxin.engines.dispatch.model.technician import Technician

type Seconds = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Speed:
    """Driving takes `factor` times as long for whoever departs in `[start, end)`."""

    start: int
    end: int
    factor: float

    def __post_init__(self) -> None:
        start, end = fields.window("", (self.start, self.end))
        fields.keep(self, {"start": start, "end": end, "factor": fields.number("factor", self.factor, 0.01, 100.0)})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """One city's day (or one moment of it).

    Attributes
    ----------
    technicians, jobs, outlets : tuples
    locations : tuple of (float, float)
        Longitude and latitude, WGS-84.
    durations : ndarray of shape (n_locations, n_locations) or None
        Seconds of driving, may be asymmetric; None: great circle × detour (`travel.py`).
    speeds : tuple of Speed
    objective : Objective
    """

    technicians: tuple[Technician, ...] = ()
    jobs: tuple[Job, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    locations: tuple[tuple[float, float], ...] = ()
    durations: Seconds | None = None
    speeds: tuple[Speed, ...] = ()
    objective: Objective = field(default_factory=Objective)

    def __post_init__(self) -> None:
        values: dict[str, object] = {}
        for name in ("technicians", "jobs", "outlets"):
            values[name] = tuple(getattr(self, name))
            unique(name, values[name])  # type: ignore[arg-type]  # a dict of the three lists, which are tuples by now
        values["durations"] = None if self.durations is None else square(self.durations)
        values["locations"] = points(self.locations, bounded=self.durations is None)
        values["speeds"] = tuple(sorted(self.speeds, key=lambda speed: speed.start))
        fields.keep(self, values)
        self._agree()

    def _agree(self) -> None:
        """Refuse indexes and names that lead nowhere."""
        places = len(self.locations) if self.durations is None else len(self.durations)
        people = {technician.id for technician in self.technicians}
        outlets = {outlet.id for outlet in self.outlets}
        for index, technician in enumerate(self.technicians):
            for name in ("location", "at"):
                inside(f"technicians[{index}].{name}", getattr(technician, name), places)
            require_known(f"technicians[{index}].outlet", technician.outlet, outlets)
        orders = {job.id: job for job in self.jobs}
        for index, job in enumerate(self.jobs):
            inside(f"jobs[{index}].location", job.location, places)
            require_known(f"jobs[{index}].after", job.after, orders)
            if job.frozen:
                require_known(f"jobs[{index}].technician", job.technician, people)
        for index, job in enumerate(self.jobs):
            no_circle(f"jobs[{index}].after", job, orders)


def no_circle(field_name: str, job: Job, orders: dict[str, Job]) -> None:
    """Refuse a job that waits, through others, for itself."""
    seen, before = {job.id}, job.after
    while before is not None:
        if before in seen:
            raise WrongInput(field_name, "a job that doesn't wait for this one", job.after)
        seen.add(before)
        before = orders[before].after


def inside(field_name: str, index: int | None, places: int) -> None:
    """Refuse an index past the places known."""
    if index is not None and index >= places:
        raise WrongInput(field_name, f"an index below {places}", index)


def require_known(field_name: str, name: str | None, names: Iterable[str]) -> None:
    """Refuse a name nobody bears."""
    if name is not None and name not in names:
        raise WrongInput(field_name, "an id that is there", name)


def unique(field_name: str, rows: Sequence[Technician | Job | Outlet]) -> None:
    """Refuse two rows of one id."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.id in seen:
            raise WrongInput(f"{field_name}[{index}].id", "an id used once", row.id)
        seen.add(row.id)


def points(value: object, *, bounded: bool) -> tuple[tuple[float, float], ...]:
    """Return places as (longitude, latitude); unbounded: only drawn, so any plane will do."""
    east, north = (180.0, 90.0) if bounded else (1e9, 1e9)
    kept: list[tuple[float, float]] = []
    for index, item in enumerate(fields.many("locations", value)):
        pair = fields.many(f"locations[{index}]", item)
        if len(pair) != 2:
            raise WrongInput(f"locations[{index}]", "[longitude, latitude]", item)
        longitude = fields.number(f"locations[{index}][0]", pair[0], -east, east)
        latitude = fields.number(f"locations[{index}][1]", pair[1], -north, north)
        pair = fields.same(item, (longitude, latitude))
        kept.append(pair)  # type: ignore[arg-type]  # same() gives the pair back, as a tuple
    return fields.same(value, tuple(kept))


def square(value: object) -> Seconds:
    """Return a square matrix of whole seconds, 0 or more."""
    try:
        matrix = np.asarray(value)
    except ValueError:
        raise WrongInput("durations", "a square matrix", "rows of unequal length") from None
    if matrix.size == 0:
        return np.zeros((0, 0), np.int32)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise WrongInput("durations", "a square matrix", f"shape {matrix.shape}")
    if matrix.dtype.kind not in "iuf" or not np.array_equal(matrix, np.floor(matrix)):
        raise WrongInput("durations", "whole seconds", "other values")
    if matrix.min() < 0 or matrix.max() > fields.LATEST:
        raise WrongInput("durations", f"0 to {fields.LATEST} seconds", f"{matrix.min()} to {matrix.max()}")
    return np.ascontiguousarray(matrix, np.int32)
