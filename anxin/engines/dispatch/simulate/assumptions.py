"""The one file of assumptions, read and checked."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from anxin.engines.dispatch.errors import WrongInput

LEVELS = ("low", "middle", "high")
SHIPPED = Path(__file__).with_name("assumptions.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the simulation takes for granted, at one level."""

    technicians: int
    regions: int
    span_km: float
    jobs_a_day: float
    region_sigma: float
    overdispersion: float
    hours: tuple[float, ...]
    peak_factor: float
    peak_days: int
    normal_days: int
    patience_days: int
    minutes: tuple[float, ...]
    sigma: float
    travel_sigma: float
    cancel: float
    no_show: float
    refusal: float
    answer_minutes: float
    false_reschedule: float


LISTS = ("hours", "minutes")


def load(level: str = "middle", path: Path | None = None) -> Assumptions:
    """Return the assumptions at a level.

    Raises
    ------
    WrongInput
        If a number is missing, unknown, or a list hasn't one entry a level.
    """
    if level not in LEVELS:
        raise WrongInput("level", "one of " + ", ".join(LEVELS), level)
    try:
        data = tomllib.loads((path or SHIPPED).read_text("utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise WrongInput(str(path), "TOML", str(broken)) from None
    flat = {name: value for section in data.values() if isinstance(section, dict) for name, value in section.items()}
    known = Assumptions.__dataclass_fields__
    for name in flat:
        if name not in known:
            raise WrongInput(name, "one of " + ", ".join(known), "another")
    for name in known:
        if name not in flat:
            raise WrongInput(name, "a number", "nothing")
        if isinstance(flat[name], list):
            if name in LISTS:
                flat[name] = tuple(flat[name])
            elif len(flat[name]) != len(LEVELS):
                raise WrongInput(name, "three numbers: low, middle, high", flat[name])
            else:
                flat[name] = flat[name][LEVELS.index(level)]
    return Assumptions(**flat)
