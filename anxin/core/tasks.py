"""The core's own periodic work: one line a part that has some, so that every worker knows it."""

from datetime import datetime

from anxin.core import later


@later.every(seconds=3600)
@later.task(queue="prompt")
def sweep_tasks(*, now: datetime) -> None:
    """Drop the rows of tasks that are done for a day."""
    later.sweep(now=now)
