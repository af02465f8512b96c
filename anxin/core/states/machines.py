"""The tables themselves, checked when they are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_MACHINES: dict[str, "Machine"] = {}


@dataclass(frozen=True)
class Step:
    """One named step: from which states, to which one, and who may take it (roles and kinds)."""

    name: str
    from_: frozenset[str]
    to: str
    who: frozenset[str]


@dataclass(frozen=True)
class Machine:
    """A table of steps; states stand in the order they are first named.

    `carried`: by which task, or `clock:` and its kind, a state is moved on that only the system leaves.
    """

    name: str
    start: str
    ends: frozenset[str]
    steps: tuple[Step, ...]
    states: tuple[str, ...]
    capabilities: Mapping[str, frozenset[str]] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)

    def step(self, name: str, state: str) -> Step | None:
        """Return the step of that name out of a state, if the table has one; an unknown name is a fault."""
        named = [one for one in self.steps if one.name == name]
        if not named:
            raise ValueError(f"machine {self.name}: expected one of its steps, got {name!r}")
        return next((one for one in named if state in one.from_), None)

    def out_of(self, state: str) -> list[Step]:
        """Return the steps that lead out of a state, in the order of the table."""
        return [one for one in self.steps if state in one.from_]


def step(name: str, from_: str, to: str, who: str) -> Step:
    """Write one line of a table; several states or roles are divided by blanks."""
    return Step(name, frozenset(from_.split()), to, frozenset(who.split()))


def machine(
    name: str,
    *,
    start: str,
    ends: str,
    steps: Iterable[Step],
    capabilities: Mapping[str, str] | None = None,
    carried: Mapping[str, str] | None = None,
) -> Machine:
    """Make a machine; refuse dead ends, states that nothing reaches, and steps that contradict each other."""
    lines = tuple(steps)
    table = Machine(
        name,
        start,
        frozenset(ends.split()),
        lines,
        _in_reading_order(start, lines),
        {what: frozenset(where.split()) for what, where in (capabilities or {}).items()},
        carried or {},
    )
    faults = list(_faults(table))
    if faults:
        raise ValueError(f"machine {name}: " + "; ".join(faults))
    if name in _MACHINES and _MACHINES[name] != table:
        raise ValueError(f"machine {name}: expected one table, got two")
    _MACHINES[name] = table
    return table


def machines() -> dict[str, Machine]:
    """Return every machine made so far, by name."""
    return dict(_MACHINES)


def _in_reading_order(start: str, lines: tuple[Step, ...]) -> tuple[str, ...]:
    named = [start]
    for line in lines:
        named += [*sorted(line.from_), line.to]
    return tuple(dict.fromkeys([*_reached(start, lines), *named]))


def _reached(start: str, lines: tuple[Step, ...]) -> list[str]:
    found = [start]
    for state in found:  # grows while it is walked
        found += dict.fromkeys(line.to for line in lines if state in line.from_ and line.to not in found)
    return found


def _faults(table: Machine) -> Iterable[str]:
    reached = _reached(table.start, table.steps)
    for state in table.states:
        if state not in reached:
            yield f"nothing leads to {state!r}"
        if state not in table.ends and not table.out_of(state):
            yield f"{state!r} is a dead end but no declared end"
    for end in sorted(table.ends - set(table.states)):
        yield f"the end {end!r} is in no step"
    for what, where in table.capabilities.items():
        for state in sorted(where - set(table.states)):
            yield f"the capability {what!r} names the unknown state {state!r}"
    for state in table.states:
        only_system = state not in table.ends and all(line.who == {"system"} for line in table.out_of(state))
        if only_system and not table.carried.get(state):
            yield f"only the system leaves {state!r}, and nothing is said to carry it"
    for index, line in enumerate(table.steps):
        if not line.who or not line.from_:
            yield f"step {line.name!r} names nobody who takes it or no state it leaves"
        twins = (other for other in table.steps[index + 1 :] if other.name == line.name)
        if any(line.from_ & other.from_ for other in twins):
            yield f"two steps {line.name!r} leave the same state"
