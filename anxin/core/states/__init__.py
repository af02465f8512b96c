"""State tables: one table of named steps a machine, and one way to make a transition.

`lock` locks the rows, `transition` checks the role, updates on the expected state and writes one fact; the same table
draws the buttons of a screen and the chart in the docs.
"""

from anxin.core.states.companions import beside, keep_beside
from anxin.core.states.drawing import buttons
from anxin.core.states.machines import Machine, Step, machine, machines, step
from anxin.core.states.stateful import Stateful, known_states
from anxin.core.states.steps import (
    RowGone,
    begin,
    begin_once,
    can,
    change,
    is_held,
    is_newest,
    is_read_locked,
    lock,
    locked,
    newest,
    remember,
    remembered,
    transition,
)
from anxin.core.states.witnesses import witnesses
