"""What is kept of a repair, its quotes, its used parts and its guarantee."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.goods.models import Device, PriceLine, Product
from anxin.domain.people.models import Organisation, Person
from anxin.domain.places.models import Place
from anxin.domain.repairs.states import QUOTE, REPAIR


class Repair(Stateful):
    """A fault somebody reported; the promise given at acceptance stays on it."""

    class Kind(models.TextChoices):
        INSTALL = "install"
        REPAIR = "repair"
        MAINTAIN = "maintain"
        INSPECT = "inspect"
        REMOVE = "remove"
        LOCK_OPENING = "lock_opening"

    class Mode(models.TextChoices):
        REMOTE = "remote"
        VISIT = "visit"
        DROP_OFF = "drop_off"
        MAIL_IN = "mail_in"

    MACHINE = REPAIR
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.REPAIR)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.VISIT)
    channel = models.CharField(max_length=16)
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="repairs")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="repairs")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="repairs")
    customer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="repairs")
    helper = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="helped_repairs")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="repairs")
    symptoms = models.JSONField(default=list)
    told_sealed = models.TextField(blank=True)
    urgent = models.BooleanField(default=False)
    peril = models.CharField(max_length=12, blank=True, default="")
    """The gravest danger that its report tells of (of goods' choices)."""
    wanted_from_at = models.DateTimeField()
    wanted_to_at = models.DateTimeField()
    covered = models.BooleanField(default=False)
    covered_until = models.DateField(null=True)
    warranty_why = models.CharField(max_length=40, default="unknown")
    warranty_source = models.CharField(max_length=200, blank=True)
    bought_said = models.DateField(null=True)
    """The day of purchase as whoever reports it says; nobody has seen it proved."""
    bought_proved = models.DateField(null=True)
    """The day of purchase that was seen proved, or came from who pays."""
    bought_other = models.DateField(null=True)
    """Another day that a second proof gives; the desk decides which of both counts."""
    word_reference = models.CharField(max_length=64, blank=True, default="")
    word_key = models.CharField(max_length=64, blank=True, default="")
    """The brand's reference of its word that it pays, as the desk wrote it down, while the brand may still object."""
    acknowledge_min = models.PositiveSmallIntegerField()
    assign_min = models.PositiveSmallIntegerField()
    call_min = models.PositiveSmallIntegerField()
    redirected_to = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    urged = models.PositiveSmallIntegerField(default=0)
    urged_at = models.DateTimeField(null=True)
    reworks = models.PositiveSmallIntegerField(default=0)
    help_way = models.CharField(max_length=12, blank=True)
    help_link = models.CharField(max_length=300, blank=True)
    again_until = models.DateField(null=True)

    class Meta:
        constraints = (
            known_states(REPAIR),
            models.CheckConstraint(condition=Q(wanted_from_at__lt=F("wanted_to_at")), name="repairs_repair_window"),
        )
        indexes = (
            models.Index(fields=["state", "created_at"], name="repairs_repair_state"),
            models.Index(fields=["created_at", "id"], name="repairs_repair_newest"),
            models.Index(
                fields=["created_at"], name="repairs_repair_open", condition=~Q(state__in=sorted(REPAIR.ends))
            ),
            models.Index(
                fields=["brand", "warranty_source"], name="repairs_brand_words", condition=Q(warranty_why="brand_said")
            ),
            models.Index(
                fields=["brand", "word_reference"], name="repairs_words_waiting", condition=~Q(word_reference="")
            ),
            models.Index(fields=["brand", "word_key"], name="repairs_word_keys", condition=~Q(word_key="")),
        )

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return this repair's own stream."""
        return StreamKey("repair", str(self.id))


class TakenOver(SealedRow):
    """A repair that came from another system: the number it had there, found by it ever after, and how it stood."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    repair = models.OneToOneField(Repair, on_delete=models.PROTECT, related_name="taken_over")
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    old_number = models.CharField(max_length=40, db_index=True)
    state = models.CharField(max_length=32)
    reported_date = models.DateField(null=True)
    window_named = models.BooleanField(default=False)
    earlier_numbers = models.CharField(max_length=400, blank=True, default="", db_default="")
    """Those it had before, in other systems."""
    old_end = models.CharField(max_length=4, blank=True, default="", db_index=True)
    """Its last four letters and figures: who says the end of an old number finds it."""
    at = models.DateTimeField()

    UNSEALED = ("old_end",)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brand", "old_number"], name="repairs_taken_over_once"),)

    def __str__(self) -> str:
        return self.old_number


class Picture(models.Model):
    """A picture the customer sent with the report; the original is sealed by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="pictures", db_index=False)
    file = models.CharField(max_length=64)
    media = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["file"], name="repairs_picture_file"),)
        constraints = (models.UniqueConstraint(fields=["repair", "file"], name="repairs_picture_once"),)

    def __str__(self) -> str:
        return self.file[:8]


class Quote(Stateful):
    """One version of what a repair would cost, drawn from the price book."""

    MACHINE = QUOTE
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="quotes", db_index=False)
    version = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=24)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(QUOTE),
            models.UniqueConstraint(fields=["repair", "version"], name="repairs_quote_version"),
            models.UniqueConstraint(
                fields=["repair"], condition=Q(state__in=["drafted", "sent", "agreed"]), name="repairs_quote_one_live"
            ),
        )

    def __str__(self) -> str:
        return f"{self.repair_id}/{self.version}"

    def stream(self) -> StreamKey:
        """Return the stream of the repair."""
        return self.repair.stream()


class QuoteLine(models.Model):
    """One line of a quote: the book's price, and what the customer pays of it and why.

    `excluded_sealed`: in its technician's words why what is free otherwise is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(PriceLine, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    quantity = models.PositiveSmallIntegerField(default=1)
    full_fen = models.PositiveBigIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    why = models.CharField(max_length=40)
    excluded_sealed = models.TextField(blank=True)
    optional = models.BooleanField(default=False)
    chosen = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen__lte=F("full_fen")), name="repairs_quote_line_not_above_book"
            ),
            models.CheckConstraint(condition=Q(optional=True) | Q(chosen=True), name="repairs_quote_line_chosen"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="repairs_quote_line_quantity"),
        )

    def __str__(self) -> str:
        return f"{self.quote_id}/{self.position}"


class UsedPart(models.Model):
    """A part that went in, as a line of the price book, until parts have units of their own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="used_parts")
    visit_key = models.UUIDField()
    line = models.ForeignKey(PriceLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    serial = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.line_id)


class Guarantee(models.Model):
    """What is promised after a repair: the same fault again is put right free of charge until that day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    repair = models.OneToOneField(Repair, on_delete=models.PROTECT, related_name="guarantee")
    days = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["until_date"], name="repairs_guarantee_until"),)

    def __str__(self) -> str:
        return f"{self.until_date}"
