"""What is kept of products, faults, prices, warranty terms and devices."""

from datetime import date

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.wording import in_language
from anxin.domain.people.models import Organisation, Person


class Product(SealedRow):
    """A model a brand sells, and what it takes to repair it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="products", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=24, db_index=True)
    skill = models.CharField(max_length=24)
    minutes = models.PositiveSmallIntegerField(default=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "code"], name="goods_product_code"),)

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name in the reader's language, where it has one there."""
        return in_language(self.name, self.name_en)


class Symptom(models.Model):
    """A fault in the customer's words, for one category of goods."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.CharField(max_length=24)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    urgent = models.BooleanField(default=False)
    advice = models.CharField(max_length=200, blank=True)
    advice_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["category", "code"], name="goods_symptom_code"),)

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name in the reader's language, where it has one there."""
        return in_language(self.name, self.name_en)

    @property
    def helps(self) -> str:
        """What helps until somebody comes, in the reader's language, where it is told there."""
        return in_language(self.advice, self.advice_en)


class PriceBook(SealedRow):
    """One dated edition of a brand's prices; none is changed: of one day the last published takes the others' place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="price_books", db_index=False)
    edition = models.CharField(max_length=24)
    from_date = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "edition"], name="goods_book_edition"),
            models.UniqueConstraint(fields=["brand", "from_date", "published_at"], name="goods_book_from"),
        )

    def __str__(self) -> str:
        return self.edition


class PriceLine(SealedRow):
    """One line of a price book: a part, a labour step or a fee."""

    class Kind(models.TextChoices):
        PART = "part"
        LABOUR = "labour"
        FEE = "fee"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="lines", db_index=False)
    category = models.CharField(max_length=24)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    amount_fen = models.PositiveIntegerField()
    guarantee_days = models.PositiveSmallIntegerField(default=90)
    comes = models.CharField(max_length=8, blank=True, default="", db_default="")
    """How it came into its edition: said by its file, also as one of all of its class (`others`), or `carried`."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["book", "code"], name="goods_line_code"),)

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name in the reader's language, where it has one there."""
        return in_language(self.name, self.name_en)


class EndedPrice(SealedRow):
    """A line of an earlier edition that an edition says ends; `word`: the line alone, or `all` of its class."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="ended", db_index=False)
    line = models.ForeignKey(PriceLine, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=8)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["book", "line"], name="goods_ended_line"),)

    def __str__(self) -> str:
        return str(self.line_id)


class WarrantyTerm(SealedRow):
    """What a brand (or the law) promises for a category, from a date on, with its source."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="warranty_terms", db_index=False)
    category = models.CharField(max_length=24)
    months = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    title = models.CharField(max_length=80)
    clause = models.CharField(max_length=40)
    excludes = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=80, blank=True)
    clause_en = models.CharField(max_length=40, blank=True)
    excludes_en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    checked_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brand", "category", "from_date"], name="goods_term_from"),
            models.CheckConstraint(condition=Q(months__gt=0), name="goods_term_months"),
        )

    def __str__(self) -> str:
        return self.title


class Device(SealedRow):
    """One thing by its serial number; an exchange links old to new. Its printed code leads to its `label`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="devices", db_index=False)
    serial = models.CharField(max_length=64)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="devices")
    bought_date = models.DateField(null=True)
    bought_said = models.BooleanField(default=False, db_default=False)
    """Whether nobody but a reporter ever said that day: it covers nothing until it was proved."""
    proof = models.CharField(max_length=24, blank=True)
    label = models.CharField(max_length=12, blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["product", "serial"], name="goods_device_serial"),
            models.UniqueConstraint(fields=["label"], condition=~Q(label=""), name="goods_device_label"),
        )
        indexes = (models.Index(fields=["serial"], name="goods_device_number"),)

    def __str__(self) -> str:
        return f"…{self.serial[-4:]}"

    @property
    def proved_date(self) -> date | None:
        """The day of purchase that somebody saw proved, or who pays wrote down."""
        return None if self.bought_said else self.bought_date
