"""What is kept of a file; the bytes lie sealed in the files folder."""

from django.db import models
from django.db.models.functions import Coalesce

from anxin.core.ids import uuid7


class SealedFile(models.Model):
    """One file's content: its hash, its kind by content, its sealed key, and when it was last handed in.

    `idle_from` is from when on retention takes it for one that nothing refers to, until it looks: none, since it came.
    Of one that was emptied the hash stays, which facts name; key and bytes are gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=100)
    suite = models.CharField(max_length=8)
    key = models.TextField()
    received_at = models.DateTimeField()
    idle_from = models.DateTimeField(null=True, blank=True)
    shown = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "core"
        indexes = (models.Index(Coalesce("idle_from", "received_at"), "id", name="core_file_due"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]} ({self.size} bytes)"
