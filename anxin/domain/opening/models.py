"""What is kept of the opening: the code of the first visit, mail server, backups, errands, who opened a brand."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from anxin.core.carriers import companies, oidc
from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.opening.states import DEPARTURE, PROVIDER_CHANGE
from anxin.domain.people.models import Organisation


class SetupCode(SealedRow):
    """The one-time code of an empty installation; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class MailServer(SealedRow):
    """The mail server of the house, sealed with its password; the newest row counts. What its last trial came to."""

    UNSEALED = ("tried_at", "fault")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address_sealed = models.TextField()
    host = models.CharField(max_length=200)
    kept_by = models.CharField(max_length=80)
    kept_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.host


class Backup(models.Model):
    """One backup that was made, or that failed and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    path = models.CharField(max_length=400, blank=True)
    size = models.BigIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.path or self.fault


class WatchedPart(models.Model):
    """Something the house depends on that was seen to work (a check, and of which brand): since when it doesn't,
    whether those who administer were told, and since when it works again.
    """

    code = models.CharField(max_length=80, primary_key=True)
    bad_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    well_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class ProviderChange(Stateful):
    """Somebody asks that what a provider is asked with becomes another; a second administrator agrees.

    `values` may be shown, `sealed` holds the secrets until it is answered. A house's own company sign-in is answered by
    its leads.
    """

    MACHINE = PROVIDER_CHANGE
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=24)
    rank = models.PositiveSmallIntegerField(default=1)
    values = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    asked_by = models.CharField(max_length=80)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            known_states(PROVIDER_CHANGE),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(answered_by=F("asked_by")),
                name="opening_provider_change_two_people",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(state="asked"), name="opening_provider_change_one_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def house(self) -> UUID | None:
        """Return whose own company sign-in it is; None for what the installation is asked with."""
        return companies.house_of(self.name)

    @property
    def called(self) -> str:
        """Return the account as facts name it."""
        return oidc.NAME if self.house else self.name

    def stream(self) -> StreamKey:
        """Return the stream of the house whose account it is: who asked and who agreed is told there."""
        key = self.house or Organisation.objects.get(kind=Organisation.Kind.OPERATOR).pk
        return StreamKey("organisation", str(key))


class Departure(Stateful):
    """A brand or a merchant departs from this installation as of a day: asked for by one, agreed by two.

    Of a brand it says who takes over from then, of a merchant who pays what it owes (`people.choices.PAYERS`).
    """

    MACHINE = DEPARTURE
    house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="departures")
    from_date = models.DateField()
    successor = models.CharField(max_length=120, blank=True)
    successor_at = models.CharField(max_length=200, blank=True)
    paid_by = models.CharField(max_length=12, blank=True, default="")
    asked_by = models.CharField(max_length=80)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            known_states(DEPARTURE),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "left"]) | ~Q(answered_by=F("asked_by")),
                name="opening_departure_two_people",
            ),
            models.UniqueConstraint(
                fields=["house"], condition=Q(state__in=["asked", "agreed", "left"]), name="opening_departure_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.house_id} {self.state} {self.from_date}"

    def stream(self) -> StreamKey:
        """Return the house's stream."""
        return StreamKey("organisation", str(self.house_id))


class Errand(models.Model):
    """What the house asked somebody outside for: when, and when it was granted."""

    code = models.CharField(max_length=24, primary_key=True)
    asked_date = models.DateField(null=True)
    granted_date = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class Opening(SealedRow):
    """A brand is open to the public from when to when, and who opened and shut it.

    Of the operator: the house is open for claims on what its shops sold.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="openings")
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    shut_by = models.CharField(max_length=80, blank=True)
    shut_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand"], condition=Q(shut_at=None), name="opening_opening_once"),
        )

    def __str__(self) -> str:
        return f"{self.brand_id} from {self.opened_at:%Y-%m-%d}"


class Rehearsal(models.Model):
    """Reports and a claim played through for a brand, or of the operator a claim alone, with what the customer read.

    Nothing else is left of it. `configuration` is what it was played on: after a change it no longer counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rehearsals", db_index=False)
    counties = models.JSONField(default=list)
    hours = models.JSONField(default=list)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    passed = models.BooleanField(default=False)
    configuration = models.CharField(max_length=64, blank=True)
    cases = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["brand", "asked_at"], name="opening_rehearsal_newest"),)

    def __str__(self) -> str:
        return f"{self.brand_id} {self.asked_at:%Y-%m-%d %H:%M}"
