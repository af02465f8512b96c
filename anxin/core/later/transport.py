"""Procrastinate on PostgreSQL: it wakes the workers and spreads the tasks; what is true stays in our row."""

from importlib.util import find_spec

from django.db import connection

from anxin.core.later.models import LaterTask

RUN = "anxin.later.run"


def available() -> bool:
    """Tell whether this installation runs its tasks through Procrastinate."""
    return connection.vendor == "postgresql" and find_spec("procrastinate") is not None


def defer(row: LaterTask) -> None:
    """Tell Procrastinate of a task, in the running transaction."""
    if not available():
        return
    from procrastinate.contrib.django import app  # noqa: PLC0415 - only where the extra is installed

    job = app.configure_task(RUN, allow_unknown=True, queue=row.queue, schedule_at=row.run_at)
    job.defer(task_id=str(row.id))
