"""Clocks: rows that say what must happen by when, whose turn it is, and what happens at the end.

A sweep and an exact task both look; acting twice changes nothing. Whoever stops a clock proves it with a fact
from the side that is waited for.
"""

from anxin.core.clocks.counting import ENDED, HELD, Went, count
from anxin.core.clocks.declaring import CLOCKS, ClockKind, declare
from anxin.core.clocks.models import Clock, Pause
from anxin.core.clocks.pausing import Proof, Unproved, pause, resume
from anxin.core.clocks.running import NoCallRecord, meet, open_clocks, start, stop, telling_of
from anxin.core.clocks.sweeping import sweep

__all__ = [
    "CLOCKS",
    "ENDED",
    "HELD",
    "Clock",
    "ClockKind",
    "NoCallRecord",
    "Pause",
    "Proof",
    "Unproved",
    "Went",
    "count",
    "declare",
    "meet",
    "open_clocks",
    "pause",
    "resume",
    "start",
    "stop",
    "sweep",
    "telling_of",
]
