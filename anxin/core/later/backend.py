"""The backend of `django.tasks`: `task.enqueue(…)` puts a row like `later.put`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import TaskError, TaskResult, TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist

from anxin.core.ids import uuid7
from anxin.core.queues import rows
from anxin.core.queues.models import LaterTask
from anxin.core.queues.registry import RetriedTask, task_named

_STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "dead": TaskResultStatus.FAILED,
}


class LaterBackend(BaseTaskBackend):
    """Tasks in our table, with timers and results."""

    task_class = RetriedTask
    supports_defer = True
    supports_get_result = True

    def enqueue(  # type: ignore[override]  # tasks of ours only, with named arguments only
        self, task: Any, args: Sequence[object], kwargs: Mapping[str, Any]
    ) -> "TaskResult[..., Any]":
        """Put a task with named arguments and a key of its own."""
        if args or not isinstance(task, RetriedTask):
            raise TypeError("expected a task declared with later.task and named arguments only")
        row = rows.put(
            task, arguments=dict(kwargs), key=f"once|{uuid7()}", now=datetime.now(UTC), run_at=task.run_after
        )
        return _result(row)

    def get_result(self, result_id: str) -> "TaskResult[..., Any]":
        """Look up how far a task is."""
        row = LaterTask.objects.filter(id=result_id).first()
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return _result(row)


def _result(row: LaterTask) -> "TaskResult[..., Any]":
    return TaskResult(
        task=task_named(row.name),
        id=str(row.id),
        status=_STATUS[row.state],
        enqueued_at=row.created_at,
        started_at=None,
        finished_at=row.finished_at,
        last_attempted_at=None,
        args=[],
        kwargs=dict(row.arguments),
        backend="default",
        errors=[TaskError(exception_class_path=row.error.split()[0], traceback=row.error)] if row.error else [],
        worker_ids=[row.worker] * row.attempt,
    )
