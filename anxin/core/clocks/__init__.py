"""Clocks: rows that say what must happen by when, whose turn it is, and what happens at the end.

A sweep and an exact task both look; acting twice changes nothing. Whoever stops a clock proves it with a fact
from the side that is waited for.
"""

from anxin.core.clocks.figures import ENDED, HELD, ClockFigures, count
from anxin.core.clocks.lifecycle import (
    NoCallRecord,
    due_time,
    leave_to,
    meet,
    meet_unread,
    open_clocks,
    start,
    still_open,
    stop,
)
from anxin.core.clocks.models import Clock, Pause
from anxin.core.clocks.pauses import PauseProof, Unproved, pause, reopen, resume
from anxin.core.clocks.pressing_cases import CASE_OF_CLOCK, by_clock, by_end, running_out, under_way
from anxin.core.clocks.registry import ClockKind, declare, lines
from anxin.core.clocks.sweeper import sweep
