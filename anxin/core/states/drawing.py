"""What a table draws: buttons on a screen."""

from anxin.core.actors import Actor
from anxin.core.states.machines import Step
from anxin.core.states.stateful import Stateful


def buttons(row: Stateful, actor: Actor) -> list[Step]:
    """Return the steps this actor may take with the row as it stands."""
    return [line for line in row.MACHINE.out_of(row.state) if actor.may(line.who)]
