"""What is kept of a thing in our keeping: where it is, its receipt, its pictures, its codes, claims for its parcels."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.custody.states import CUSTODY, PARCEL_CLAIM
from anxin.domain.network.models import Outlet
from anxin.domain.people.models import Account


class Custody(Stateful):
    """A thing on its way to an outlet, there, or on its way back; its case is named by its stream.

    `holder` has it now, `with_whom` says who that is: an outlet's code, a technician's number, a waybill. `stuck_why`
    says why its outlet can't mend it any more and it has to go elsewhere; `homes_before` are the outlets it was to go
    to before, where it may come all the same: the code of each by its organisation, until the thing arrives. Until
    `decide_at` a thing that is ready is kept for its customer; from then on the house may decide what becomes of it.
    `goes_home`: that was to send it, so that its customer need not come for it.
    """

    class Holder(models.TextChoices):
        CUSTOMER = "customer"
        CARRIER = "carrier"
        OUTLET = "outlet"
        TECHNICIAN = "technician"
        DEPOSITARY = "depositary"

    MACHINE = CUSTODY
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    number = models.CharField(max_length=40, db_index=True)
    mode = models.CharField(max_length=12)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="custodies", db_index=False)
    holder = models.CharField(max_length=12, choices=Holder, default=Holder.CUSTOMER)
    with_whom = models.CharField(max_length=64, blank=True)
    shelf = models.CharField(max_length=24, blank=True)
    from_at = models.DateTimeField(null=True)
    to_at = models.DateTimeField(null=True)
    carrier_in = models.CharField(max_length=16, blank=True)
    waybill_in = models.CharField(max_length=40, blank=True)
    carrier_back = models.CharField(max_length=16, blank=True)
    waybill_back = models.CharField(max_length=40, blank=True)
    pays_in = models.CharField(max_length=12)
    pays_back = models.CharField(max_length=12)
    serial = models.CharField(max_length=64, blank=True)
    condition = models.JSONField(default=list)
    accessories = models.JSONField(default=list)
    remark = models.CharField(max_length=500, blank=True)
    signed_how = models.CharField(max_length=8, blank=True)
    witness = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    mended = models.BooleanField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    decide_at = models.DateTimeField(null=True)
    goes_home = models.BooleanField(default=False)
    deposit_office = models.CharField(max_length=64, blank=True)
    deposit_reference = models.CharField(max_length=40, blank=True)
    stuck_why = models.CharField(max_length=16, blank=True)
    homes_before = models.JSONField(default=dict)

    class Meta:
        constraints = (
            known_states(CUSTODY),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key"],
                condition=~Q(state__in=["returned", "lost", "called_off", "deposited"]),
                name="custody_one_open",
            ),
            models.CheckConstraint(condition=~Q(state="ready") | Q(mended__isnull=False), name="custody_ready_says"),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(signed_how=""), name="custody_held_is_signed"),
        )
        indexes = (
            models.Index(fields=["stream_kind", "stream_key"], name="custody_stream"),
            models.Index(fields=["outlet", "state"], name="custody_outlet"),
        )

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return the stream of the case: its steps are told there."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class CustodyPhoto(models.Model):
    """A picture or a video of the thing at one moment; the original is sealed by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="photos", db_index=False)
    moment = models.CharField(max_length=12)
    file = models.CharField(max_length=64)
    media = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["file"], name="custody_photo_file"),)
        constraints = (models.UniqueConstraint(fields=["custody", "moment", "file"], name="custody_photo_once"),)

    def __str__(self) -> str:
        return self.moment


class HandCode(models.Model):
    """Six digits the customer reads: under the receipt, or when the thing goes back to him."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="codes", db_index=False)
    purpose = models.CharField(max_length=8)
    code_sealed = models.CharField(max_length=200)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["custody", "purpose"], name="custody_code_once"),
            models.CheckConstraint(condition=Q(wrong_tries__lte=3), name="custody_code_tries"),
        )

    def __str__(self) -> str:
        return self.purpose


class ParcelClaim(Stateful):
    """What is claimed for a parcel that was lost or came broken.

    Of `claimed_fen` the carrier has paid `received_fen`, `given_up_fen` nobody asks for any more, and the rest is owed;
    `amount_fen` is what the customer was given.
    """

    MACHINE = PARCEL_CLAIM
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="claims")
    way = models.CharField(max_length=4)
    what = models.CharField(max_length=8)
    carrier = models.CharField(max_length=16, blank=True)
    waybill = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    amount_fen = models.PositiveBigIntegerField(default=0)
    claimed_fen = models.PositiveBigIntegerField(default=0)
    received_fen = models.PositiveBigIntegerField(default=0)
    owed_fen = models.PositiveBigIntegerField(default=0)
    given_up_fen = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            known_states(PARCEL_CLAIM),
            models.CheckConstraint(
                condition=Q(claimed_fen=F("received_fen") + F("owed_fen") + F("given_up_fen")),
                name="custody_claim_balances",
            ),
            models.UniqueConstraint(
                fields=["custody", "way"],
                condition=~Q(state__in=["settled", "dropped"]),
                name="custody_one_claim_a_way",
            ),
        )
        indexes = (
            models.Index(fields=["owed_fen"], condition=Q(owed_fen__gt=0), name="custody_claim_owed"),
            models.Index(fields=["created_at"], name="custody_claim_newest"),
        )

    def __str__(self) -> str:
        return f"{self.waybill or self.custody_id} {self.what}"

    def stream(self) -> StreamKey:
        """Return the stream of the case."""
        return self.custody.stream()


class ParcelPayment(models.Model):
    """Money that a carrier paid for a claim, by the number of its transfer: booked once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.ForeignKey(ParcelClaim, on_delete=models.PROTECT, related_name="payments", db_index=False)
    amount_fen = models.PositiveBigIntegerField()
    reference = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="custody_payment_positive"),
            models.UniqueConstraint(fields=["claim", "reference"], name="custody_payment_once"),
        )

    def __str__(self) -> str:
        return self.reference
