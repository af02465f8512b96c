"""What is kept of organisations, accounts and persons."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.base import ModelBase

from anxin.core import names
from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow, SealedRows
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people.models.factors import Challenge, Factor, RecoveryCode
from anxin.domain.people.states import REVEAL_REQUEST
from anxin.domain.places.models import Place


class Organisation(SealedRow):
    """A brand, merchant, platform, outlet, carrier, insurer, authority, AI provider or the operator itself."""

    UNSEALED = ("plain_name",)

    class Kind(models.TextChoices):
        OPERATOR = "operator"
        BRAND = "brand"
        MERCHANT = "merchant"
        PLATFORM = "platform"
        OUTLET = "outlet"
        CARRIER = "carrier"
        INSURER = "insurer"
        AUTHORITY = "authority"
        AI_PROVIDER = "ai_provider"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    plain_name = models.CharField(max_length=240, default="", editable=False)
    licence = models.CharField(max_length=64, blank=True)
    site = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["kind", "plain_name"], name="people_org_plain"),)

    def __str__(self) -> str:
        return self.name

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Keep beside the name what it is found by."""
        before, fields = self.plain_name, None if update_fields is None else {*update_fields}
        if fields is None or "name" in fields:
            self.plain_name = names.plain(self.name)[:240]
            fields = fields and fields | {"plain_name"}
        with transaction.atomic(using=using):
            super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=fields)
            if self.plain_name != before:
                self.grams.all().delete()
                grams = names.grams_of(self.plain_name)
                NameGram.objects.bulk_create(NameGram(organisation=self, kind=self.kind, gram=one) for one in grams)


class NameGram(models.Model):
    """Two signs beside each other in an organisation's plain name: what a name nearly right is found by."""

    pk = models.CompositePrimaryKey("kind", "gram", "organisation")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grams")
    kind = models.CharField(max_length=16)
    gram = models.CharField(max_length=2)

    def __str__(self) -> str:
        return self.gram


class Person(SealedRow):
    """A human being, sealed: name, phone and address are readable only through a logged reveal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name_sealed = models.TextField(blank=True)
    name_masked = models.CharField(max_length=80, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_masked = models.CharField(max_length=40, blank=True)
    phone_index = models.CharField(max_length=100, blank=True, db_index=True)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name_masked


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


class Party(SealedRow):
    """An organisation or a person that belongs to a stream, in a role, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=24)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person=None) | Q(organisation=None, person__isnull=False),
                name="people_party_one_side",
            ),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key", "organisation", "role"],
                condition=Q(to_at=None, organisation__isnull=False),
                name="people_party_org_once",
            ),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key", "person", "role"],
                condition=Q(to_at=None, person__isnull=False),
                name="people_party_person_once",
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "stream_kind", "stream_key"], name="people_party_by_org"),
            models.Index(fields=["person", "stream_kind", "stream_key"], name="people_party_by_person"),
            models.Index(fields=["stream_kind", "stream_key"], name="people_party_by_stream"),
        )

    def __str__(self) -> str:
        return f"{self.role}@{self.stream_kind}:{self.stream_key}"

    def stream(self) -> StreamKey:
        """Return the stream it belongs to."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class CaseLink(SealedRow):
    """A secret address that opens one case to one person; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.stream_kind}:{self.stream_key}"


class Consent(SealedRow):
    """A person's yes to one purpose in the words of one version, or the contract it serves; withdrawn by date."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    channel = models.CharField(max_length=24)
    basis = models.CharField(max_length=12, default="consent")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose}@{self.version}"


class Reveal(SealedRow):
    """Somebody asked in a case for a person's plain name, phone or address, and why; refused ones are kept too.

    A `carried` one was shown to nobody: it went over into the case from another. Rows of before name no case.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reveals")
    field = models.CharField(max_length=12)
    reason_sealed = models.TextField(blank=True)
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_index=True)
    granted = models.BooleanField()
    stream_kind = models.CharField(max_length=24, blank=True)
    stream_key = models.UUIDField(null=True)
    carried = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"


class RevealRequest(Stateful):
    """Somebody asked a second person of his house to agree that he sees plain details after the end of a case."""

    MACHINE = REVEAL_REQUEST
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reveal_requests")
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64)
    reason_sealed = models.TextField()
    answered_by = models.CharField(max_length=64, blank=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(REVEAL_REQUEST),
            models.CheckConstraint(condition=~Q(answered_by=F("by_id")), name="people_reveal_request_two_people"),
        )
        indexes = (
            models.Index(fields=["person", "stream_key", "by_id"], name="people_reveal_request_by"),
            models.Index(fields=["organisation", "created_at"], name="people_reveal_request_of"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.created_at:%Y-%m-%d}"

    def stream(self) -> StreamKey:
        """Return the case's stream: who asked and who agreed is told there."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class Hold(SealedRow):
    """A reason why a person's data must stay for now; erasure is refused while it stands."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=64)
    stream_kind = models.CharField(max_length=24, blank=True)
    stream_key = models.UUIDField(null=True)
    from_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reason


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


class MessageDay(models.Model):
    """What messages cost on one Shanghai day, held under the day's budget."""

    day = models.DateField(primary_key=True)
    spent_fen = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.spent_fen}"


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
