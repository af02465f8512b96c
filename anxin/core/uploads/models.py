"""What is kept of an unfinished upload."""

from django.db import models

from anxin.core.ids import uuid7


class Upload(models.Model):
    """One upload under way: how long it will be, how much is here, and whose it is (a plain key).

    Of who isn't signed in also a mark of his network address, and once it is finished the `file` it became, until that
    is handed in or its time for that is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner = models.CharField(max_length=100)
    origin = models.CharField(max_length=32, blank=True, default="", db_default="")
    length = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    allowed = models.JSONField()
    suite = models.CharField(max_length=8)
    key = models.TextField()
    segments = models.JSONField(default=list)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    file = models.UUIDField(null=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.CheckConstraint(condition=models.Q(received__lte=models.F("length")), name="upload_not_over")
        ]

    def __str__(self) -> str:
        return f"{self.received} of {self.length} bytes"
