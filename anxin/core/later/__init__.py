"""Work for later: a row in the same transaction, run at least once, its success written by one attempt only.

Tasks are declared with `@later.task`, put with a unique key and run by workers on the queues of `queues.kinds`. The
row is all that is kept of a task, on both databases; any number of workers on any number of machines take from it.
"""

from anxin.core.later.here import held
from anxin.core.later.runner import run_due
from anxin.core.later.worker import run_workers
from anxin.core.queues.queries import counts, dead_letters, late
from anxin.core.queues.registry import GiveUp, RetriedTask, every, nobody, task
from anxin.core.queues.rows import put, put_last, revive, sweep, take_up
