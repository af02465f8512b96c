"""The claim, its lines, and how the merchant was heard."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.claims import rules
from anxin.domain.claims.choices import CHANGED_MIND
from anxin.domain.claims.states import CLAIM
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.people.models import Organisation, Person


class Claim(Stateful):
    """What a buyer asks for, about which lines of which purchase, before which forum.

    `received`: the goods came back to the merchant; `goods_waybill`: by which waybill he sent them to the buyer again;
    `twice_at`: when it was last said that its money went twice.
    """

    class Forum(models.TextChoices):
        OWN = "own"
        PLATFORM = "platform"

    MACHINE = CLAIM
    number = models.CharField(max_length=40, unique=True)
    forum = models.CharField(max_length=8, choices=Forum, default=Forum.OWN)
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims", db_index=False)
    platform = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="claims")
    buyer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    type = models.CharField(max_length=12)
    reason = models.CharField(max_length=20)
    asked_fen = models.PositiveBigIntegerField()
    told_sealed = models.TextField(blank=True)
    declaration = models.CharField(max_length=16, blank=True)
    statutory = models.BooleanField(default=False)
    channel = models.CharField(max_length=16)
    platform_ref = models.CharField(max_length=64, blank=True)
    answer_due_at = models.DateTimeField(null=True)
    needs_attention = models.BooleanField(default=False)
    return_waybill = models.CharField(max_length=64, blank=True)
    received = models.BooleanField(default=False)
    goods_waybill = models.CharField(max_length=64, blank=True, default="")
    replacement_waybill = models.CharField(max_length=64, blank=True)
    repair_number = models.CharField(max_length=40, blank=True)
    inspection_number = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    twice_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(CLAIM),
            models.CheckConstraint(condition=Q(type__in=rules.TYPES), name="claims_claim_type"),
            models.CheckConstraint(
                condition=Q(statutory=False) | Q(type="return", reason=CHANGED_MIND), name="claims_claim_statutory"
            ),
        )
        indexes = (
            models.Index(fields=["state", "created_at"], name="claims_claim_state"),
            models.Index(fields=["seller", "state"], name="claims_claim_seller"),
            models.Index(fields=["seller", "created_at"], name="claims_claim_seller_newest"),
            models.Index(fields=["created_at", "id"], name="claims_claim_newest"),
            models.Index(fields=["platform_ref"], name="claims_claim_platform_ref"),
            models.Index(fields=["return_waybill"], name="claims_claim_return_waybill"),
            models.Index(fields=["repair_number"], name="claims_claim_repair_number"),
            models.Index(fields=["inspection_number"], name="claims_claim_inspection"),
            models.Index(fields=["twice_at"], name="claims_claim_twice", condition=Q(twice_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.number


class TakenOver(SealedRow):
    """A claim that came from another system: the number it had there, found by it, and what its file says.

    `untold`: its merchant doesn't know of it yet; `brought_late`: so late that his silence isn't counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="taken_over")
    seller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    old_number = models.CharField(max_length=64, db_index=True)
    earlier_numbers = models.CharField(max_length=600, blank=True, default="", db_default="")
    filed_date = models.DateField(null=True)
    brought_sealed = models.TextField()
    at = models.DateTimeField()
    untold = models.BooleanField(default=False, db_default=False)
    brought_late = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["seller", "old_number"], name="claims_taken_over_once"),)
        indexes = (models.Index(fields=["at"], condition=Q(untold=True), name="claims_taken_over_untold"),)

    def __str__(self) -> str:
        return self.old_number


class ClaimLine(models.Model):
    """Pieces of one line of the purchase that are claimed about: by open claims together no more than there are."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(PurchaseLine, on_delete=models.PROTECT, related_name="claimed")
    quantity = models.PositiveSmallIntegerField()
    open = models.BooleanField(default=True)
    freed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="claims_line_quantity"),)

    def __str__(self) -> str:
        return str(self.line_id)


class AdvanceAnswer(models.Model):
    """A merchant's yes beforehand: by reason, kind and sum, dated, revocable. It can only agree."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="advance_answers")
    reasons = models.JSONField(default=list)
    types = models.JSONField(default=list)
    most_fen = models.PositiveBigIntegerField()
    attention_most = models.CharField(max_length=8, default="low")
    reason_sealed = models.TextField()
    by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "claims_standinganswer"
        constraints = (
            models.CheckConstraint(condition=~Q(reason_sealed=""), name="claims_standing_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("from_at")), name="claims_standing_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} ≤ {self.most_fen}"


class Answer(models.Model):
    """How the merchant was heard: his own answer with the person who gave it, its timeout, or his advance answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12)
    by = models.CharField(max_length=80)
    organisation = models.CharField(max_length=64, blank=True)
    reason_sealed = models.TextField(blank=True)
    remedy = models.CharField(max_length=12, blank=True)
    amount_fen = models.PositiveBigIntegerField(default=0)
    standing = models.ForeignKey(AdvanceAnswer, null=True, on_delete=models.PROTECT, related_name="used")
    accepted_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=rules.HEARINGS), name="claims_answer_kind"),
            models.CheckConstraint(condition=Q(kind="timeout") | ~Q(reason_sealed=""), name="claims_answer_reason"),
            models.CheckConstraint(
                condition=~Q(kind="standing") | Q(standing__isnull=False), name="claims_answer_standing"
            ),
            models.UniqueConstraint(
                fields=["claim", "kind"],
                condition=Q(kind__in=["timeout", "standing"]),
                name="claims_answer_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    def stream(self) -> StreamKey:
        """Return the stream of the claim."""
        return self.claim.stream()
