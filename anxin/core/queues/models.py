"""What is kept of a task."""

from django.db import models

from anxin.core.ids import uuid7


class LaterTask(models.Model):
    """One task: what, with which ids, when, and how far it is.

    `attempt` is the fence of a running one; `handed_back` counts those that a worker left because it was told to stop.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=200)
    queue = models.CharField(max_length=16)
    arguments = models.JSONField()
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, default="ready")
    run_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    handed_back = models.PositiveIntegerField(default=0, db_default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["ready", "running", "done", "dead"]), name="later_task_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(leased_until__isnull=False), name="later_task_leased"
            ),
        ]
        indexes = [models.Index(fields=["state", "queue", "run_at"], name="later_task_due")]

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"

    @property
    def tries(self) -> int:
        """Return how many attempts count against the task."""
        return self.attempt - self.handed_back
