"""What is kept of organisations and persons, and of which cases they belong to."""

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Q
from django.db.models.base import ModelBase

from anxin.core import names
from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.timeline import StreamKey
from anxin.domain.places.models import Place


class Organisation(SealedRow):
    """A brand, merchant, platform, outlet, carrier, insurer, authority, AI provider or the operator itself.

    `left_at`: a merchant left, and reads what is open only; `silent_at`: it answers nothing any more; `paid_by`: who
    pays what it owes from then on.
    """

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
    pages_at = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=12, blank=True, default="")

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
    """A human being, sealed: name, phone and address are readable only through a logged reveal.

    `has_case`: seen to be party to a case, and so erased with the last of those; none that has one is looked for again.
    `told_at`: since when the records of his cases say that he was erased, or none of them has to.
    """

    UNSEALED = ("has_case", "told_at")
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name_sealed = models.TextField(blank=True)
    name_masked = models.CharField(max_length=80, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_masked = models.CharField(max_length=40, blank=True)
    phone_index = models.CharField(max_length=100, blank=True, db_index=True)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    has_case = models.BooleanField(default=False, db_default=False)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["created_at"], condition=Q(erased_at=None, has_case=False), name="people_person_without_case"
            ),
            models.Index(fields=["erased_at"], condition=Q(erased_at__isnull=False), name="people_person_erased"),
            models.Index(
                fields=["erased_at"], condition=Q(erased_at__isnull=False, told_at=None), name="people_person_untold"
            ),
        )

    def __str__(self) -> str:
        return self.name_masked


class ErasureMark(models.Model):
    """By which somebody who had his data deleted is known again where a file brings him back, and when he had it so.

    Keyed, of phone with name: it tells neither.
    """

    mark = models.CharField(max_length=100, primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.mark


class Party(SealedRow):
    """An organisation or a person that belongs to a stream, in a role, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="parties", db_index=False
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties", db_index=False)
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
            models.Index(fields=["person"], condition=Q(role__in=["customer", "helper"]), name="people_party_customer"),
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

    class Meta:
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="people_link_stream"),)

    def __str__(self) -> str:
        return f"{self.stream_kind}:{self.stream_key}"
