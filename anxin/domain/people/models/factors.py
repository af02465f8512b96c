"""What somebody proves himself with beside his password, or instead of it."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow


class Factor(SealedRow):
    """An authenticator of an account, or a passkey, under a name its owner gave it.

    An authenticator counts once its first code was typed. A passkey counts for the name (`rp`) it was made under.
    """

    UNSEALED = ("last_step", "count", "used_at")

    class Kind(models.TextChoices):
        AUTHENTICATOR = "authenticator"
        PASSKEY = "passkey"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=40, blank=True)
    secret_sealed = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=0)
    rp = models.CharField(max_length=200, blank=True)
    credential = models.CharField(max_length=1400, blank=True)
    public_key = models.TextField(blank=True)
    count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account"], condition=Q(kind="authenticator", confirmed_at=None), name="people_factor_one_begun"
            ),
            models.UniqueConstraint(
                fields=["credential"], condition=~Q(credential=""), name="people_factor_credential_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="authenticator", credential="") | Q(kind="passkey", secret_sealed=""),
                name="people_factor_one_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Challenge(models.Model):
    """What a passkey has to sign next, for one browser, once, within minutes; whoever takes it deletes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("people.Account", null=True, on_delete=models.CASCADE, related_name="+")
    browser = models.CharField(max_length=32)
    sign = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(SealedRow):
    """A one-time code that stands in for a lost second factor; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
