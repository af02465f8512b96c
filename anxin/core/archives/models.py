"""What is kept of archives: each file, and which line of it holds a stream's facts."""

from django.db import models

from anxin.core.files.models import SealedFile
from anxin.core.ids import uuid7
from anxin.core.streams.models import Stream


class Archive(models.Model):
    """A file of lines, one a stream; never changed. A line whose stream has no row was not moved there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, related_name="archive")
    made_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"archive {self.made_at:%Y-%m} {str(self.id)[-12:]}"


class ArchivedStream(models.Model):
    """Where a stream's first facts lie: the file, its line with its hash, how many, and the hash of the last one."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, primary_key=True, related_name="archived")
    archive = models.ForeignKey(Archive, on_delete=models.PROTECT, related_name="streams")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    facts = models.PositiveIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.stream_id} in {self.archive_id}, line {self.line}"
