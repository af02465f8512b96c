"""State tables: one table of named steps a machine, and one way to take a step.

`hold` locks the rows, `take` checks the role, updates on the expected state and writes one fact; the same table
draws the buttons of a screen and the chart in the docs.
"""

from anxin.core.states.drawing import buttons, mermaid
from anxin.core.states.machines import Machine, Step, machine, machines, step
from anxin.core.states.stateful import Stateful, known_states
from anxin.core.states.steps import Gone, begin, can, change, hold, known, remember, take
from anxin.core.states.witnessing import states_differ

__all__ = [
    "Gone",
    "Machine",
    "Stateful",
    "Step",
    "begin",
    "buttons",
    "can",
    "change",
    "hold",
    "known",
    "known_states",
    "machine",
    "machines",
    "mermaid",
    "remember",
    "states_differ",
    "step",
    "take",
]
