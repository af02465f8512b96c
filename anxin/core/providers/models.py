"""What is kept of providers: what one signs with, sealed; how it goes; what a day of it costs."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow


class ProviderAccount(SealedRow):
    """What this installation has with somebody outside: the row without an end counts, the others are history.

    `values` may be shown, `sealed` holds the secrets. `rank` orders those of a kind: who is asked first.
    """

    UNSEALED = ("tried_at", "trial_fault", "answered_at", "failing_since", "fault")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=24)
    rank = models.PositiveSmallIntegerField(default=1)
    values = models.JSONField(default=dict)
    sealed = models.TextField()
    kept_by = models.CharField(max_length=80)
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    trial_fault = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at=None), name="core_provider_account_one"),
        )

    def __str__(self) -> str:
        return self.name


class ProviderDay(models.Model):
    """What a day of a provider came to: how often asked, how often in vain, what it costs in mills (厘)."""

    name = models.CharField(max_length=24)
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    cost_mill = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "day"], name="core_provider_day_one"),)

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
