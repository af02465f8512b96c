"""What is kept of looks at plain details, what a person agreed to, and what must stay."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.people.models.parties import Person
from anxin.domain.people.states import REVEAL_REQUEST


class Consent(SealedRow):
    """A person's yes to one purpose in the words of one version, or the contract it serves; withdrawn by date.

    It names the case it was given with, where there was one, and by which way (`channel`) its words were told.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    channel = models.CharField(max_length=24)
    basis = models.CharField(max_length=12, default="consent")
    stream_kind = models.CharField(max_length=24, blank=True, default="")
    stream_key = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="people_consent_stream"),)

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

    class Meta:
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="people_reveal_stream"),)

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"


class RevealRequest(Stateful):
    """Somebody asked a second person of his house to agree that he sees plain details after the end of a case."""

    MACHINE = REVEAL_REQUEST
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reveal_requests", db_index=False)
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


class LegalHold(SealedRow):
    """A letter of a court or an authority for which a case is kept whole, until a second person lifts it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    source = models.CharField(max_length=16)
    letter_sealed = models.TextField()
    placed_by = models.CharField(max_length=64)
    placed_at = models.DateTimeField()
    until_date = models.DateField(null=True)
    lifted_by = models.CharField(max_length=64, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(lifted_by=F("placed_by")), name="people_legal_hold_two_people"),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key"], condition=Q(lifted_at=None), name="people_legal_hold_once"
            ),
        )
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="people_legal_hold_stream"),)

    def __str__(self) -> str:
        return f"{self.source} {self.placed_at:%Y-%m-%d}"

    def stream(self) -> StreamKey:
        """Return the case's stream: who placed it and who lifted it is told there."""
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

    class Meta:
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="people_hold_stream"),)

    def __str__(self) -> str:
        return self.reason
