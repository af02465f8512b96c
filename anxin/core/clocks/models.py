"""What is kept of clocks."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.streams.key import StreamKey

OPEN = Q(met_at=None, missed_at=None, stopped_at=None)
OVERDUE = Q(met_at=None, missed_at__isnull=False, stopped_at=None)
"""Missed, and not made up for."""


class Clock(models.Model):
    """One running, paused, met, missed or stopped clock; while it stands still `left_s` is what remains."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=48)
    stream_kind = models.CharField(max_length=32)
    stream_key = models.CharField(max_length=64)
    whose = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_since = models.DateTimeField(null=True)
    resumes_at = models.DateTimeField(null=True)
    left_s = models.PositiveBigIntegerField(null=True)
    met_at = models.DateTimeField(null=True)
    met_record = models.CharField(max_length=64, blank=True)
    missed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        constraints = (
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key", "kind"], name="clock_one_open", condition=OPEN
            ),
            models.CheckConstraint(
                condition=Q(paused_since=None, left_s=None) | Q(paused_since__isnull=False, left_s__isnull=False),
                name="clock_paused_with_rest",
            ),
        )
        indexes = (
            models.Index(fields=["due_at"], name="clock_due", condition=OPEN),
            models.Index(fields=["resumes_at"], name="clock_resumes", condition=OPEN & Q(paused_since__isnull=False)),
            models.Index(fields=["stream_key", "stream_kind"], name="clock_stream"),
            models.Index(fields=["kind", "started_at"], name="clock_started"),
            models.Index(fields=["stream_kind", "kind", "stream_key"], name="clock_overdue", condition=OVERDUE),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.stream}"

    @property
    def stream(self) -> StreamKey:
        """Return the stream the clock belongs to."""
        return StreamKey(self.stream_kind, self.stream_key)


class Pause(models.Model):
    """One stretch of time in which a clock stood still, and the fact that proves why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    side = models.CharField(max_length=32)
    proof_id = models.UUIDField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.side} since {self.from_at:%Y-%m-%d %H:%M}"
