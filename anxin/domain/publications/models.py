"""What is kept of publications: the editions of a page or a text, never changed once published, each with its day."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.domain.people.models import Organisation


class Document(models.Model):
    """One text that is published in editions: a legal page (`privacy`), or what to try first (`help/lock/alarm`).

    What to try first may be a `brand`'s own, for its goods; everything else is the house's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=80)
    brand = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=Q(brand=None), name="publications_document_of_house"),
            models.UniqueConstraint(fields=["code", "brand"], name="publications_document_of_a_brand"),
            models.CheckConstraint(
                condition=Q(brand=None) | Q(code__startswith="help/"), name="publications_document_brand_helps"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Text(models.Model):
    """One edition of a document, in both languages: a draft until it is published from a day on, then never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="texts", db_index=False)
    number = models.PositiveIntegerField()
    zh = models.TextField()
    en = models.TextField(blank=True)
    pictures = models.JSONField(default=dict)
    """For what to try first: which picture belongs to which step."""
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.CharField(max_length=80, blank=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    from_date = models.DateField(null=True)
    published_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="publications_text_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(published_at=None), name="publications_text_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, from_date=None) | Q(published_at__isnull=False, from_date__isnull=False),
                name="publications_text_published",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class CityEdition(models.Model):
    """One edition of the page of a brand, a class of goods and a city: what was so from that moment on.

    `facts` are outlets by code, covered counties, the edition of prices, and how many technicians there were then:
    their count alone makes none. One with no county says that nobody is there any more. The newest has no `to_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=24)
    region = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "category", "region", "number"], name="publications_city_edition_once"
            ),
            models.UniqueConstraint(
                fields=["brand", "category", "region"], condition=Q(to_at=None), name="publications_city_newest_once"
            ),
        )
        indexes = (models.Index(fields=["brand", "at"], name="publications_city_days"),)

    def __str__(self) -> str:
        return f"{self.category} {self.region} {self.number}"


class Erasure(models.Model):
    """One run of the retention schedule over one kind of data: when, how many rows were erased, what stayed and why.

    `kept` is by reason how many and the numbers of some; `last` the key up to which it came where it didn't see all.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what = models.CharField(max_length=24)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    kept = models.JSONField(default=dict)
    last = models.CharField(max_length=36, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["what", "at"], name="publications_erasure_of"),)

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d} {self.count}"
