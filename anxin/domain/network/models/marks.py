"""What is kept of how a brand shows itself: the picture of its mark."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.domain.people.models import Organisation


class MarkPicture(SealedRow):
    """The picture a brand shows as its mark, from when to when, and who chose it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mark_pictures")
    picture = models.CharField(max_length=64)
    kept_by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["picture"], name="network_mark_file"),)
        constraints = (models.UniqueConstraint(fields=["brand"], condition=Q(to_at=None), name="network_mark_once"),)

    def __str__(self) -> str:
        return self.picture[:12]
