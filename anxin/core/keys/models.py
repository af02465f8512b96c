"""What the vault keeps: its keys, wrapped."""

from django.db import models


class VaultKey(models.Model):
    """One key, wrapped by a master key that never lies in the data folder or the database."""

    id = models.CharField(primary_key=True, max_length=16)
    purpose = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    suite = models.CharField(max_length=8)
    master = models.CharField(max_length=64)
    wrapped = models.TextField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="key_version_once"),
            models.CheckConstraint(condition=models.Q(purpose__in=["data", "index", "sign"]), name="key_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} key {self.version} ({self.id})"
