"""What is kept of genuineness: brands' keys and signed words, who asked, and what was reported."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.network.states import AUTHORISATION, REPORTED_NUMBER, TAKEDOWN
from anxin.domain.people.models import Organisation, Person


class BrandKey(SealedRow):
    """A brand's signing key; the public half stands on the brand's own domain.

    `lost_at`: when it was said to be lost; what it signed from `lost_from` on counts no more, without one all of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signing_keys")
    kid = models.CharField(max_length=40, unique=True)
    public = models.CharField(max_length=64)
    private_sealed = models.TextField(blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    lost_from = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kid


class Authorisation(Stateful):
    """A brand's signed word that a hotline, an outlet, a technician or a part batch is its own.

    `goods` are the skills that a technician's word is for, with blanks between, or `*`; none in one of before.
    `subject` is the digest, as it was signed, of who or what stands behind the number; `waiting_sealed` what is to
    stand there otherwise once this is signed, `waiting_portrait` the picture among it, so that its file is kept.
    """

    class Kind(models.TextChoices):
        HOTLINE = "hotline"
        OUTLET = "outlet"
        TECHNICIAN = "technician"
        PART_BATCH = "part_batch"

    MACHINE = AUTHORISATION
    number = models.CharField(max_length=40, unique=True)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="authorisations")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40, db_index=True)
    bare = models.CharField(max_length=40, db_index=True, default="")
    subject_key = models.UUIDField(null=True)
    scope = models.CharField(max_length=120, blank=True)
    scope_en = models.CharField(max_length=120, blank=True)
    goods = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    lines = models.PositiveSmallIntegerField(null=True)
    subject = models.CharField(max_length=160, blank=True)
    waiting_sealed = models.TextField(blank=True)
    waiting_portrait = models.CharField(max_length=64, blank=True)
    from_date = models.DateField()
    to_date = models.DateField()
    signature = models.CharField(max_length=120, blank=True)
    key = models.ForeignKey(BrandKey, null=True, on_delete=models.PROTECT)
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            known_states(AUTHORISATION),
            models.CheckConstraint(condition=Q(from_date__lte=F("to_date")), name="network_authorisation_order"),
        )
        indexes = (
            models.Index(fields=["kind", "code"], name="network_auth_code"),
            models.Index(
                fields=["brand", "scope"],
                condition=Q(kind="technician", goods="", state__in=("authorised", "suspended")),
                name="network_auth_without_goods",
            ),
            models.Index(fields=["from_date"], condition=~Q(waiting_sealed=""), name="network_auth_waiting"),
            models.Index(
                fields=["waiting_portrait"], condition=~Q(waiting_portrait=""), name="network_auth_waiting_face"
            ),
        )

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return this authorisation's own stream."""
        return StreamKey("authorisation", str(self.id))


class MistakenNumber(SealedRow):
    """A number that was entered by mistake and never was a brand's: one person says so, another one agrees."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mistaken_numbers")
    bare = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=80, blank=True)
    agreed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "bare"], condition=Q(agreed_at=None, refused_at=None), name="network_mistaken_once"
            ),
        )
        indexes = (models.Index(fields=["bare", "brand"], name="network_mistaken_bare"),)

    def __str__(self) -> str:
        return self.code


class Check(models.Model):
    """Somebody asked whether a number is genuine; counted, never linked to a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    answer = models.CharField(max_length=16)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (models.Index(fields=["code", "at"], name="network_check_lately"),)

    def __str__(self) -> str:
        return self.number


class ReportedNumber(Stateful):
    """A number that somebody reported as false, with every report of it: a person at the desk says what it is."""

    MACHINE = REPORTED_NUMBER
    number = models.CharField(max_length=40, unique=True)
    bare = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (known_states(REPORTED_NUMBER),)
        indexes = (models.Index(fields=["looked_at"], name="network_reported_looked"),)

    def __str__(self) -> str:
        return self.number


class Report(SealedRow):
    """Somebody's word that a number is false; he is told what came of it where he left a phone.

    `shared`: he agreed that the brand whose name it used reads his words and sees his pictures; `brand` is that one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    about = models.ForeignKey(ReportedNumber, null=True, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40, db_index=True)
    note_sealed = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)
    brand = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Takedown(Stateful):
    """What somebody outside is asked to take down: one place where a false number is shown, or the number itself."""

    MACHINE = TAKEDOWN
    number = models.CharField(max_length=40, unique=True)
    about = models.ForeignKey(ReportedNumber, on_delete=models.PROTECT, related_name="takedowns")
    recipient = models.CharField(max_length=12)
    addressee = models.CharField(max_length=80)
    place = models.CharField(max_length=500)
    reference = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (known_states(TAKEDOWN),)

    def __str__(self) -> str:
        return self.number


class Sighting(SealedRow):
    """A picture of a false number: where somebody here saw it, or what came with a `report` and ends with it.

    `brand`: whose proof it is, where a brand concerned brought it. The original lies sealed under its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    about = models.ForeignKey(ReportedNumber, on_delete=models.PROTECT, related_name="sightings")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="pictures")
    brand = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=500, blank=True)
    picture = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["picture"], condition=~Q(picture=""), name="network_sighting_file"),)

    def __str__(self) -> str:
        return self.picture


class Scan(SealedRow):
    """A scan of a paper behind an authorisation: the original lies sealed under its hash until it is erased."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="scans")
    paper = models.CharField(max_length=16)
    file = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["file"], condition=~Q(file=""), name="network_scan_file"),)

    def __str__(self) -> str:
        return self.paper
