"""Declare a kind of clock: how long, on which calendar, what happens at the end, what stops it.

Which clock keeps which calendar is said here alone: `anxin inspect clocks`, docs/reference/clocks.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class ClockKind:
    """One kind of clock; its length is the setting's number of `unit`, or `due_at` is given at each start.

    `calendar`: `always` runs day and night; `working` stands still on weekends and holidays,
    `holiday` on public holidays alone (`core.calendars`).
    `at_end`: `module:function` taking `stream`, `clock` and `now`. `met_by`: the facts one of which a call clock
    needs as its record. `proofs`: for a side that may be waited for, the facts that prove it besides that side's
    own click. `outsiders`: the roles whose own note proves it, if they belong to another organisation. `of_case`: False
    where it belongs to a row whose facts stand in its case's stream: no head tells what it presses. `outlasts`: True
    where its matter goes on when what is under way ends: it is stopped by its name alone.
    """

    name: str
    at_end: str = ""
    setting: str = ""
    unit: Literal["min", "h", "d"] = "min"
    calendar: Literal["always", "working", "holiday"] = "always"
    met_by: tuple[str, ...] = ()
    proofs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outsiders: frozenset[str] = frozenset({"agent", "dispatcher"})
    of_case: bool = True
    outlasts: bool = False

    def __post_init__(self) -> None:
        """Refuse a calendar where no length is counted on it: who starts such a clock says when it is due."""
        if self.calendar != "always" and not self.setting:
            raise ValueError(f"clock {self.name!r}: expected the setting of its length, got a calendar alone")


CLOCKS: dict[str, ClockKind] = {}


def declare(*kinds: ClockKind) -> None:
    """Register an app's clocks; a name declared otherwise already is refused."""
    for kind in kinds:
        if CLOCKS.get(kind.name, kind) != kind:
            raise ValueError(f"clock {kind.name!r}: expected one declaration, got two")
        CLOCKS[kind.name] = kind


def declared(name: str) -> ClockKind:
    """Return a kind by its name; raise for an unknown one."""
    if name not in CLOCKS:
        raise ValueError(f"clock: expected a declared kind, got {name!r}")
    return CLOCKS[name]


def lines() -> list[str]:
    """Return the clocks as they are read, a line each: how long, on which calendar, what happens at the end."""
    width = max(map(len, CLOCKS), default=0)
    told = []
    for kind in CLOCKS.values():
        length = f"{kind.setting} ({kind.unit})" if kind.setting else "given at each start"
        end = ".".join(kind.at_end.removeprefix("anxin.domain.").replace(".actions:", ":").split(":")) or "nothing"
        told.append(f"{kind.name:{width}}  {kind.calendar:7}  {length:34}  → {end}")
    return told
