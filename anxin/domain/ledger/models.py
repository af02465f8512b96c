"""What is kept of money: one row a transfer, bills, payments with their outcome."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.ledger.states import BILL, PAYMENT


class Bill(Stateful):
    """What somebody owes for one stream; its sums are guarded by the database."""

    MACHINE = BILL
    number = models.CharField(max_length=40, unique=True)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    payer = models.CharField(max_length=80)
    payee = models.CharField(max_length=80)
    total_fen = models.PositiveBigIntegerField()
    paid_fen = models.PositiveBigIntegerField(default=0)
    refunded_fen = models.PositiveBigIntegerField(default=0)
    reserved_fen = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            known_states(BILL),
            models.CheckConstraint(condition=Q(paid_fen__lte=F("total_fen")), name="ledger_bill_paid"),
            models.CheckConstraint(
                condition=Q(paid_fen__gte=F("refunded_fen") + F("reserved_fen")), name="ledger_bill_refunded"
            ),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key"],
                condition=Q(state__in=["drafted", "shown", "agreed", "contested"]),
                name="ledger_bill_one_open",
            ),
        )
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="ledger_bill_stream"),)

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return the stream whose timeline tells of this bill."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class BillLine(models.Model):
    """One line of a bill, as the payer reads it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    quantity = models.PositiveSmallIntegerField(default=1)
    full_fen = models.PositiveBigIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    why = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class Payment(Stateful):
    """An intent to move money through a provider, the call and its outcome; a refund is one too."""

    class Direction(models.TextChoices):
        IN = "in"
        BACK = "back"

    MACHINE = PAYMENT
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="payments")
    direction = models.CharField(max_length=4, choices=Direction)
    amount_fen = models.PositiveBigIntegerField()
    provider = models.CharField(max_length=24)
    method = models.CharField(max_length=24)
    key = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            known_states(PAYMENT),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_payment_positive"),
        )

    def __str__(self) -> str:
        return self.key

    def stream(self) -> StreamKey:
        """Return the stream of the bill."""
        return self.bill.stream()


class Transfer(models.Model):
    """Money from one account to another: one row, so that the ledger balances by construction."""

    class State(models.TextChoices):
        PENDING = "pending"
        POSTED = "posted"
        VOID = "void"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    debit = models.CharField(max_length=80, db_index=True)
    credit = models.CharField(max_length=80, db_index=True)
    amount_fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State)
    bill = models.ForeignKey(Bill, null=True, on_delete=models.PROTECT, related_name="transfers")
    payment = models.OneToOneField(Payment, null=True, on_delete=models.PROTECT, related_name="transfer")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    key = models.CharField(max_length=80, unique=True)
    reason = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_transfer_two_sides"),
            models.CheckConstraint(condition=Q(state__in=["pending", "posted", "void"]), name="ledger_transfer_state"),
        )

    def __str__(self) -> str:
        return f"{self.debit} → {self.credit}"
