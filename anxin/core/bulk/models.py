"""What is kept of bulk work: the run, and one row for every thing it touched or left."""

from django.db import models

from anxin.core.ids import uuid7


class BulkRun(models.Model):
    """One bulk action over one previewed selection; who wants what with which rows lies sealed until it has ended."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    action = models.CharField(max_length=100)
    by = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    told_sealed = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.action} {self.id}"


class BulkLine(models.Model):
    """What became of one row: `done`, or `refused` with the error's code."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="lines", db_index=False)
    key = models.CharField(max_length=100)
    outcome = models.CharField(max_length=8)
    code = models.CharField(max_length=100, blank=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="bulk_line_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=["done", "refused"]), name="bulk_line_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"
