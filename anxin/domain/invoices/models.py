"""What is kept of invoices: for which bill, over how much, for whom (sealed), and what became of it."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.invoices.states import INVOICE
from anxin.domain.ledger.models import Bill
from anxin.domain.people.models import Organisation, Person


class Invoice(Stateful):
    """An invoice for a bill, or a red one that reverses some of it.

    `attempt` counts what was asked of a provider by a number of its own, `tries` how often it was asked what became of
    it; `fault` is its last word where that was no good one. `official` is the number of the tax office, `file` the hash
    of what was kept, `found_at` where the provider has it. `by_post`: nothing can be sent to
    whom it is for, so finance prints and posts it. `shown` is what a list says of the title, `brand` whose goods it
    is about.
    """

    MACHINE = INVOICE
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="invoices")
    blue = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reds")
    brand = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="invoices", db_index=False
    )
    number = models.CharField(max_length=40, unique=True)
    amount_fen = models.PositiveBigIntegerField()
    reversed_fen = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=16, blank=True)
    company = models.BooleanField(default=False)
    special = models.BooleanField(default=False)
    to_check = models.BooleanField(default=False)
    shown = models.CharField(max_length=100, blank=True)
    buyer_sealed = models.TextField(blank=True)
    provider = models.CharField(max_length=24, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=120, blank=True)
    official = models.CharField(max_length=20, blank=True)
    issued_at = models.DateTimeField(null=True)
    found_at = models.CharField(max_length=500, blank=True)
    by_post = models.BooleanField(default=False)
    file = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            known_states(INVOICE),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="invoices_invoice_positive"),
            models.CheckConstraint(condition=Q(reversed_fen__lte=F("amount_fen")), name="invoices_red_within_blue"),
            models.CheckConstraint(condition=Q(special=False) | Q(company=True), name="invoices_special_of_company"),
            models.UniqueConstraint(
                fields=["bill"],
                condition=Q(blue=None, state__in=sorted(INVOICE.capabilities["living"])),
                name="invoices_invoice_one_living",
            ),
            models.UniqueConstraint(fields=["official"], condition=~Q(official=""), name="invoices_official_once"),
        )
        indexes = (
            models.Index(fields=["file"], condition=~Q(file=""), name="invoices_file"),
            models.Index(fields=["created_at"], name="invoices_invoice_created"),
            models.Index(fields=["brand", "created_at"], name="invoices_invoice_of_brand"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_red(self) -> bool:
        """Return whether it reverses another."""
        return self.blue_id is not None

    def stream(self) -> StreamKey:
        """Return the stream of the bill."""
        return self.bill.stream()


class Title(models.Model):
    """What a customer keeps for his next invoice, sealed; it goes with him where he is erased."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="titles")
    buyer_sealed = models.TextField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
