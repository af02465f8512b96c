"""What is kept of a setting: one row a change, never overwritten."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow


class SettingRow(SealedRow):
    """One value of one setting from a moment on, with who proposed and who confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100, blank=True)
    value = models.JSONField()
    valid_from = models.DateTimeField()
    why = models.TextField(blank=True)
    source = models.TextField(blank=True)
    needs_second = models.BooleanField(default=False)
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(confirmed_at=None) | ~Q(confirmed_by=F("proposed_by")),
                name="setting_second_person",
            ),
        ]
        indexes = [models.Index(fields=["name", "organisation", "valid_from"], name="setting_by_date")]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from:%Y-%m-%d}"
