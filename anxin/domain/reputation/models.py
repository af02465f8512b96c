"""What is kept of reputation: one row a counted event, never a score."""

from django.db import models
from django.db.models import F, Q

from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.reputation.states import MARK


class Mark(Stateful):
    """One event counted on somebody, with the case it came from and the day it stops counting."""

    MACHINE = MARK
    subject_kind = models.CharField(max_length=12)
    subject_key = models.UUIDField()
    counter = models.CharField(max_length=32)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    by = models.CharField(max_length=80)
    judged_by = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            known_states(MARK),
            models.CheckConstraint(condition=Q(subject_kind__in=["person", "organisation"]), name="standing_mark_of"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "counter", "stream_kind", "stream_key"],
                condition=~Q(state__in=["corrected", "expired"]),
                name="standing_mark_once",
            ),
            models.CheckConstraint(
                condition=Q(judged_by="") | ~Q(judged_by=F("by")), name="standing_mark_judged_by_another"
            ),
        )
        indexes = (
            models.Index(fields=["subject_kind", "subject_key", "-created_at"], name="standing_mark_newest"),
            models.Index(fields=["state", "expires_at"], name="standing_mark_expiring"),
        )

    def __str__(self) -> str:
        return f"{self.counter}: {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the one it is counted on."""
        return StreamKey(f"standing_{self.subject_kind}", str(self.subject_key))
