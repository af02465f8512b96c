"""What is kept of privacy numbers: for which job, which number, until when; never whose phones it connects."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.domain.visits.models import Visit


class PrivacyNumber(SealedRow):
    """A number that rings the other of two people, for one job.

    Asked for once a technician is set; `number` (and `extension`) since `bound_at`, `subs` names the binding at the
    provider and `lapses_at` says until when it holds there. It counts here until `until_at`, or `ended_at`; by
    `released_at` it is known to hold nowhere. `fault`: why there is none. Until `busy_until_at` one task is asking for
    a binding, and no other does.
    """

    UNSEALED = ("tries", "fault", "busy_until_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="privacy_numbers")
    provider = models.CharField(max_length=24, blank=True)
    number = models.CharField(max_length=20, blank=True)
    extension = models.CharField(max_length=6, blank=True)
    pool = models.CharField(max_length=64, blank=True)
    subs = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    until_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    busy_until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["visit"], condition=Q(ended_at=None), name="privacy_numbers_one_living"),
            models.CheckConstraint(condition=Q(bound_at=None) | ~Q(number=""), name="privacy_numbers_bound_to_what"),
        )
        indexes = (models.Index(fields=["until_at"], condition=Q(released_at=None), name="privacy_numbers_due"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.number or '—'}"
