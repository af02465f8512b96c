"""What a stream keeps: its head, its facts, and the sealed values beside them."""

from django.db import models

from anxin.core.ids import uuid7
from anxin.core.streams.key import StreamKey


class Stream(models.Model):
    """The head of one chain; its row is the lock of everybody who writes to it.

    It also says what the clocks of its case press: lists are ordered by it, so each clock need not be looked at.
    `emptied_at`: when what is private of it was erased; of one emptied before heads said so, once somebody noted it.
    `checked`: how long checkpoints know it; whoever writes to it makes it longer, and the next one finds it by that.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=80, blank=True)
    checked = models.PositiveIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)
    presses_at = models.DateTimeField(null=True)
    runs_out_at = models.DateTimeField(null=True)
    stands_since = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="timeline_stream_once"),)
        indexes = (
            models.Index(
                fields=["kind", "key", "presses_at", "runs_out_at", "stands_since"],
                name="timeline_stream_under_way",
                condition=models.Q(ended_at=None),
            ),
            models.Index(
                fields=["kind", "presses_at", "key"],
                name="timeline_stream_pressing",
                condition=models.Q(ended_at=None),
            ),
            models.Index(
                fields=["kind", "runs_out_at", "key"],
                name="timeline_stream_running",
                condition=models.Q(ended_at=None),
            ),
            models.Index(
                fields=["kind", "ended_at"], name="timeline_stream_ended", condition=models.Q(ended_at__isnull=False)
            ),
            models.Index(
                fields=["kind", "ended_at"],
                name="timeline_stream_full",
                condition=models.Q(ended_at__isnull=False, emptied_at=None),
            ),
            models.Index(fields=["id"], name="timeline_stream_grown", condition=~models.Q(length=models.F("checked"))),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.length})"


class Entry(models.Model):
    """One fact: codes and ids in the clear, everything else as a salted commitment. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    organisation = models.CharField(max_length=64, blank=True)
    via = models.CharField(max_length=32, blank=True)
    facts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(fields=["stream", "position"], name="timeline_entry_once"),)

    def __str__(self) -> str:
        return f"{self.code} #{self.position}"

    @property
    def stream_key(self) -> StreamKey:
        """Return the stream this fact belongs to."""
        return StreamKey(self.stream.kind, self.stream.key)


class Private(models.Model):
    """One sealed value of a fact with its salt; once erased, only the day and the reason's code remain."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="private_values", db_index=False)
    name = models.CharField(max_length=32)
    sealed = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(fields=["entry", "name"], name="timeline_private_once"),)

    def __str__(self) -> str:
        return self.name
