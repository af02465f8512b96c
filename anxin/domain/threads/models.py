"""What is kept of messages."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.timeline import StreamKey


class Message(models.Model):
    """One message on a case: sealed text, or the code of an automatic note, and the sides that read it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    side = models.CharField(max_length=12)
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=64, blank=True)
    audience = models.JSONField(default=list)
    automatic = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    text_sealed = models.TextField(blank=True)
    fact = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(automatic="") & ~Q(text_sealed="")) | (~Q(automatic="") & Q(text_sealed="")),
                name="threads_message_says_so",
            ),
        )
        indexes = (models.Index(fields=["stream_kind", "stream_key", "at"], name="threads_message_stream"),)

    def __str__(self) -> str:
        return f"{self.side} {self.at:%Y-%m-%d %H:%M}"

    def stream(self) -> StreamKey:
        """Return the stream of the case."""
        return StreamKey(self.stream_kind, str(self.stream_key))
