"""What is kept of who signs in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow, SealedRows
from anxin.core.timeline import Entry
from anxin.domain.people.models.parties import Organisation, Person


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name."""

    def get_queryset(self) -> "SealedRows[Account]":
        """Return accounts, sealed anew when they are changed."""
        return SealedRows(self.model, using=self._db)


class Account(SealedRow, AbstractBaseUser):
    """Somebody who signs in: staff of an organisation, or a technician."""

    UNSEALED = ("last_login",)

    class Kind(models.TextChoices):
        STAFF = "staff"
        TECHNICIAN = "technician"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STAFF)
    called = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()  # type: ignore[assignment, misc]  # an account is found as Django finds one
    USERNAME_FIELD = "username"

    class Meta:
        indexes = (models.Index(Lower("username"), name="people_account_plain"),)

    def __str__(self) -> str:
        return self.called or self.username


class Role(SealedRow):
    """What an account may do for one organisation, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "organisation", "role"], condition=Q(to_at=None), name="people_role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}@{self.organisation_id}"


class Passage(models.Model):
    """What a fact of the door is found by: which kind it is, whose account, when; the fact itself says the rest."""

    class Kind(models.TextChoices):
        IN = "in"
        WRONG = "wrong"
        REFUSED = "refused"
        OTHER = "other"

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="passage")
    kind = models.CharField(max_length=8, choices=Kind)
    account = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["at", "entry"], name="people_passage_at"),
            models.Index(fields=["account", "at", "entry"], name="people_passage_account"),
            models.Index(fields=["kind", "at", "entry", "account"], name="people_passage_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id}"


class LoginCode(models.Model):
    """A code sent to a phone to sign in with; kept as a keyed hash, or empty where the phone is unknown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_index = models.CharField(max_length=100)
    code_hash = models.CharField(max_length=64, blank=True)
    asked_from = models.CharField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(tries__lte=5), name="people_login_code_tries"),)
        indexes = (
            models.Index(fields=["phone_index", "created_at"], name="people_login_code_by_phone"),
            models.Index(fields=["asked_from", "created_at"], name="people_login_code_by_origin"),
        )

    def __str__(self) -> str:
        return str(self.id)


class NewPhone(models.Model):
    """The number that is to take the place of a person's proved one, once the code sent to it comes back.

    Without a `person` nobody is known before: who he is, is said once it came back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="new_phone")
    login = models.OneToOneField(LoginCode, on_delete=models.CASCADE, related_name="new_phone")
    phone_sealed = models.TextField()
    phone_masked = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.phone_masked


class MessageDay(models.Model):
    """What messages cost on one Shanghai day, held under the day's budget."""

    day = models.DateField(primary_key=True)
    spent_fen = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.spent_fen}"
