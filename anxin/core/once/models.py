"""What is kept of a request that carried a key."""

from typing import ClassVar

from django.db import models

from anxin.core.ids import uuid7


class OnceKey(models.Model):
    """The keyed digest of one key within one scope (a token, a form), of what was asked, and the answer: ids only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        app_label = "core"
        constraints: ClassVar = [models.UniqueConstraint(fields=["scope", "key"], name="core_once_key")]

    def __str__(self) -> str:
        return f"{self.scope}/{self.key[:8]}"
