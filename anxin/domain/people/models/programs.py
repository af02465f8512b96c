"""What is kept of programs that ask us, and of addresses we call."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.domain.people.models.parties import Organisation


class ApiToken(SealedRow):
    """A secret by which an organisation's own system speaks, within some scopes; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(created_at__lt=F("expires_at")), name="people_api_token_lives"),
        )

    def __str__(self) -> str:
        return self.name


class WebhookEndpoint(SealedRow):
    """Where an organisation wants to be told of its cases; the secret that signs is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    secret_sealed = models.TextField()
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "url"], condition=Q(removed_at=None), name="people_webhook_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
