"""Declare a kind of clock: how long, on which calendar, what happens at the end, what stops it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class ClockKind:
    """One kind of clock.

    `setting` names the setting that holds its length in `unit` (`min`, `h`, `d`); `at_end` is `module:function`
    taking `stream`, `clock` and `now`. `met_by` lists the facts one of which a call clock needs as its record.
    `proofs` says, for each side that may be waited for, which facts prove it besides a click of that side itself
    (such as a recorded call). `outsiders` names the staff roles whose note proves it where they don't belong to
    the organisation whose clock it is.
    """

    name: str
    at_end: str = ""
    setting: str = ""
    unit: Literal["min", "h", "d"] = "min"
    calendar: Literal["always", "working"] = "always"
    met_by: tuple[str, ...] = ()
    proofs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outsiders: frozenset[str] = frozenset({"agent", "dispatcher"})


CLOCKS: dict[str, ClockKind] = {}


def declare(*kinds: ClockKind) -> None:
    """Register an app's clocks; a name declared otherwise already is refused."""
    for kind in kinds:
        if CLOCKS.get(kind.name, kind) != kind:
            raise ValueError(f"clock {kind.name!r}: expected one declaration, got two")
        CLOCKS[kind.name] = kind


def declared(name: str) -> ClockKind:
    """Find a kind by name; an unknown one is a fault."""
    if name not in CLOCKS:
        raise ValueError(f"clock: expected a declared kind, got {name!r}")
    return CLOCKS[name]
