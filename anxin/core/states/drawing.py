"""What a table draws: buttons on a screen, a chart in the docs."""

from anxin.core.actors import Actor
from anxin.core.states.machines import Machine, Step
from anxin.core.states.stateful import Stateful


def buttons(row: Stateful, actor: Actor) -> list[Step]:
    """Return the steps this actor may take with the row as it stands."""
    return [line for line in row.MACHINE.out_of(row.state) if actor.may(line.who)]


def mermaid(machine: Machine) -> str:
    """Draw the machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.start}"]
    for line in machine.steps:
        lines += [f"    {state} --> {line.to}: {line.name}" for state in machine.states if state in line.from_]
    lines += [f"    {state} --> [*]" for state in machine.states if state in machine.ends]
    return "\n".join(lines) + "\n"
