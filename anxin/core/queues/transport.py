"""Procrastinate on PostgreSQL: it wakes the workers and spreads the tasks; what is true stays in our row."""

from collections.abc import Iterable
from contextlib import nullcontext

from django.apps import apps
from django.db import connection, transaction

from anxin.core.queues.models import LaterTask

APP = "procrastinate.contrib.django"
RUN = "anxin.later.run"


def available() -> bool:
    """Return whether this installation runs its tasks through Procrastinate."""
    return connection.vendor == "postgresql" and apps.is_installed(APP)


def defer(row: LaterTask, *, fresh: bool = False) -> None:
    """Tell Procrastinate of a task, in the running transaction; one waiting job is enough, a fresh task has none."""
    if not available():
        return
    from procrastinate.contrib.django import app  # noqa: PLC0415 - only where the extra is installed
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415

    job = app.configure_task(
        RUN, allow_unknown=True, queue=row.queue, schedule_at=row.run_at, queueing_lock=str(row.id)
    )
    try:
        with nullcontext() if fresh else transaction.atomic():
            job.defer(task_id=str(row.id))
    except AlreadyEnqueued:
        return


def without_job(rows: Iterable[LaterTask]) -> list[LaterTask]:
    """Return those tasks that Procrastinate holds no waiting job of."""
    asked = list(rows)
    jobs = apps.get_app_config("procrastinate").get_model("ProcrastinateJob")
    waiting = jobs._default_manager.filter(status="todo", queueing_lock__in=[str(row.id) for row in asked])
    known = set(waiting.values_list("queueing_lock", flat=True))
    return [row for row in asked if str(row.id) not in known]
