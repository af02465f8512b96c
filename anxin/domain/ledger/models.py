"""What is kept of money: one row a transfer, bills, payments with their outcome."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import rules
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.ledger.states import BILL, PAYMENT, REMITTANCE


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
    by_hand = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            known_states(BILL),
            models.CheckConstraint(condition=Q(paid_fen__lte=F("total_fen")), name="ledger_bill_paid"),
            models.CheckConstraint(
                condition=Q(paid_fen__gte=F("refunded_fen") + F("reserved_fen")), name="ledger_bill_refunded"
            ),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key"],
                condition=Q(state__in=["drafted", "shown", "agreed"]),
                name="ledger_bill_one_open",
            ),
        )
        indexes = (
            models.Index(fields=["stream_kind", "stream_key"], name="ledger_bill_stream"),
            models.Index(fields=["id"], name="ledger_bill_of_order", condition=Q(stream_kind="purchase")),
            models.Index(fields=["payee"], name="ledger_bill_by_hand", condition=Q(by_hand=True)),
        )

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return the stream whose timeline tells of this bill."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class BillLine(models.Model):
    """One line of a bill, as the payer reads it; `carried` from one that this bill took the place of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    quantity = models.PositiveSmallIntegerField(default=1)
    full_fen = models.PositiveBigIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    why = models.CharField(max_length=40, blank=True)
    carried = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Payment(Stateful):
    """An intent to move money through a provider, the call and its outcome; a refund is one too.

    `reference` is the provider's number of it; of a refund that of the payment it goes back of, or the slip's of a
    transfer, and `refund_reference` the provider's own number of the refund; `proof` is the receipt that was signed for
    cash handed back.

    `show` is what the payer opens or scans until `until_at`; `moved_at` when money moved, as the provider says;
    `tries` how often it was asked what became of it (of cash: how often a wrong code was typed), `fault` its last word
    where that was no good one; `payer_sealed` who pays in a page (WeChat's name for him, or his network
    address), until the outcome stands; `missed_at` since when its payee says that a transfer has not arrived; `kept_at`
    since when a refund is kept as owed, since nobody can be asked where to.
    """

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
    refund_reference = models.CharField(max_length=80, blank=True)
    proof = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    show = models.CharField(max_length=2000, blank=True)
    until_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    payer_sealed = models.TextField(blank=True)
    payee_sealed = models.TextField(blank=True)
    missed_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(PAYMENT),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_payment_positive"),
        )
        indexes = (
            models.Index(fields=["reference"], name="ledger_payment_reference"),
            models.Index(fields=["proof"], condition=~Q(proof=""), name="ledger_payment_proof"),
            models.Index(fields=["missed_at"], condition=Q(missed_at__isnull=False), name="ledger_payment_missed"),
            models.Index(fields=["kept_at"], condition=Q(kept_at__isnull=False), name="ledger_payment_kept"),
            models.Index(Upper("refund_reference"), condition=Q(fault=SHOP_SAID), name="ledger_payment_in_shop"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def number(self) -> str:
        """Return our number at the provider: the same however often it is asked."""
        return self.id.hex

    def stream(self) -> StreamKey:
        """Return the stream of the bill."""
        return self.bill.stream()


class Repayment(SealedRow):
    """Money of a paid bill that somebody proposes to give back: it goes once another, of finance, agrees.

    `payment` is the refund that was begun then; `end` says how it ended: agreed or refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="repayments")
    amount_fen = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=16)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    payment = models.OneToOneField(Payment, null=True, on_delete=models.PROTECT, related_name="repayment")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    end = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_repayment_positive"),
            models.UniqueConstraint(fields=["bill"], condition=Q(ended_at=None), name="ledger_repayment_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.bill_id} {self.amount_fen}"

    @property
    def is_agreed(self) -> bool:
        """Return whether the money was sent."""
        return self.end == "agreed"


class Remittance(Stateful):
    """Money that moved outside of every provider: by bank, as cash at the office, another way; booked by two persons.

    What comes is of a `bill`: its `payment` is made once a second person agrees, and what came too much (`over_fen`)
    is kept as an advance. What goes back (`direction`) pays a refund out that a person has to make, its `payment`, or
    the advance of what it `returns`. A transfer of ours that its bank sent back comes in as what `returns` it; one that
    `repeats` another went out for the same refund once more, and is owed back; so is one `beside` a refund that had
    gone otherwise. `seen_date`: when the bank booked it.
    `payer_sealed` and `remark_sealed`: who paid and what for, as the bank says it; `plain`: the reference as it is
    compared, however it is written.
    """

    MACHINE = REMITTANCE
    direction = models.CharField(max_length=4, choices=Payment.Direction)
    way = models.CharField(max_length=8)
    amount_fen = models.PositiveBigIntegerField()
    moved_date = models.DateField()
    reference = models.CharField(max_length=64)
    plain = models.CharField(max_length=80)
    payer_sealed = models.TextField(blank=True)
    remark_sealed = models.TextField(blank=True)
    proof = models.CharField(max_length=64, blank=True)
    bill = models.ForeignKey(Bill, null=True, on_delete=models.PROTECT, related_name="remittances")
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="remittances")
    returns = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="returned_by")
    repeats = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeated_by")
    beside = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="beside")
    over_fen = models.PositiveBigIntegerField(default=0)
    seen_date = models.DateField(null=True)
    proposed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            known_states(REMITTANCE),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="ledger_remittance_positive"),
            models.CheckConstraint(condition=Q(over_fen__lte=F("amount_fen")), name="ledger_remittance_over"),
            models.UniqueConstraint(
                fields=["direction", "way", "plain"],
                condition=Q(direction="in") | ~Q(state="aside"),
                name="ledger_remittance_once",
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=~Q(state="aside"), name="ledger_remittance_of_payment"
            ),
            models.UniqueConstraint(
                fields=["returns"], condition=~Q(state__in=["aside", "came_back"]), name="ledger_remittance_of_rest"
            ),
        )
        indexes = (
            models.Index(fields=["proof"], condition=~Q(proof=""), name="ledger_remittance_proof"),
            models.Index(
                fields=["moved_date"], condition=Q(state__in=["noted", "proposed"]), name="ledger_remittance_open"
            ),
            models.Index(
                fields=["-updated_at"],
                condition=Q(state__in=["booked", "aside", "came_back"]),
                name="ledger_remittance_newest",
            ),
            models.Index(
                fields=["amount_fen"], condition=Q(direction="back", state="booked"), name="ledger_remittance_sent"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_second(self) -> bool:
        """Return whether it went out, or seems so, though its refund had gone."""
        return self.repeats_id is not None or self.beside_id is not None

    @property
    def refund(self) -> Payment | None:
        """Return the refund it was sent for, gone by it or otherwise."""
        return self.payment or self.beside


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
        indexes = (
            models.Index(fields=["debit"], name="ledger_transfer_comes", condition=Q(state="pending")),
            models.Index(fields=["credit"], name="ledger_transfer_goes", condition=Q(state="pending")),
            models.Index(fields=["debit"], name="ledger_transfer_borne", condition=Q(reason=rules.BORNE)),
            models.Index(
                fields=["debit", "settled_at", "amount_fen", "bill"],
                name="ledger_transfer_into",
                condition=Q(state="posted"),
            ),
            models.Index(
                fields=["credit", "settled_at", "amount_fen", "bill"],
                name="ledger_transfer_out",
                condition=Q(state="posted"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.debit} → {self.credit}"


class ProviderEvent(SealedRow):
    """A notification that was taken in: told twice, it counts once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=24)
    event = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "event"], name="ledger_provider_event_once"),)

    def __str__(self) -> str:
        return self.event


class Statement(models.Model):
    """A provider's statement of one day, as it was fetched; its sums are those of its lines."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=24)
    day = models.DateField()
    fetched_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    paid_fen = models.PositiveBigIntegerField(default=0)
    back_fen = models.PositiveBigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "day"], name="ledger_statement_one"),)

    def __str__(self) -> str:
        return f"{self.provider} {self.day}"


class StatementLine(models.Model):
    """One line of a statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    direction = models.CharField(max_length=4, choices=Payment.Direction)
    number = models.CharField(max_length=64, db_index=True)
    reference = models.CharField(max_length=64, blank=True)
    amount_fen = models.PositiveBigIntegerField()
    fee_fen = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class Difference(models.Model):
    """What a provider says of our money and our books don't, or the other way round: work for finance.

    `correction`: how somebody proposes to book what differs (`loss`, `elsewhere` with its `voucher`, `advance`, or as a
    refund of the `bill` whose number the voucher is, with the number `told_as` its shop tells it by), until another
    agrees; it stays once it is booked.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=24)
    kind = models.CharField(max_length=24)
    direction = models.CharField(max_length=4, choices=Payment.Direction)
    number = models.CharField(max_length=64)
    reference = models.CharField(max_length=64, blank=True)
    day = models.DateField()
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="differences")
    ours_fen = models.PositiveBigIntegerField(null=True)
    theirs_fen = models.PositiveBigIntegerField(null=True)
    found_at = models.DateTimeField()
    returning_at = models.DateTimeField(null=True)
    correction = models.CharField(max_length=12, blank=True)
    voucher = models.CharField(max_length=64, blank=True)
    told_as = models.CharField(max_length=64, blank=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    end = models.CharField(max_length=16, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "kind", "direction", "number", "day"], name="ledger_difference_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "number"], condition=Q(end="bound"), name="ledger_difference_bound_once"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(end="bound"), name="ledger_difference_bound_to_one"
            ),
        )
        indexes = (
            models.Index(fields=["day"], condition=Q(ended_at=None), name="ledger_difference_open"),
            models.Index(fields=["voucher"], name="ledger_difference_voucher"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
