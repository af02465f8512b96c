"""Work for later: a row in the same transaction, run at least once, its success written by one attempt only.

Tasks are declared with `@later.task`, put with a unique key and run by workers on two queues: `prompt`
(clocks, offers, messages) and `heavy` (examinations, plans). The row is the truth on both databases; on
PostgreSQL with the extra `scale` Procrastinate wakes the workers, elsewhere our own loop looks.
"""

from anxin.core.later.declaring import GiveUp, every, task
from anxin.core.later.queries import counts, dead_letters, late
from anxin.core.later.queue import put, revive, sweep
from anxin.core.later.running import run_due
from anxin.core.later.worker import run_worker

__all__ = [
    "GiveUp",
    "counts",
    "dead_letters",
    "every",
    "late",
    "put",
    "revive",
    "run_due",
    "run_worker",
    "sweep",
    "task",
]
