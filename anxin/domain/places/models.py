"""What is kept of a place: its division in the open, its detail sealed, its point with doubt."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow


class Place(SealedRow):
    """One address somebody gave; the detail below the town lies in the vault.

    `asked_at`: when a map service outside was asked where it stands, because our own reading left it wide.
    """

    UNSEALED = ("asked_at",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=12, db_index=True)
    county_code = models.CharField(max_length=6, db_index=True)
    division = models.CharField(max_length=120)
    detail_sealed = models.TextField(blank=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(default=0)
    precision = models.CharField(max_length=12, default="none")
    confidence = models.FloatField(default=0.0)
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=Q(erased_at=None) & ~Q(detail_sealed=""), name="places_place_kept"),
        )

    def __str__(self) -> str:
        return self.division
