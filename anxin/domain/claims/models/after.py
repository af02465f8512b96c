"""What follows: money, a platform's own outcome, recoveries, referrals, exchanges offered."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.claims import rules
from anxin.domain.claims.choices import PLATFORM_OUTCOMES
from anxin.domain.claims.models.claim import Claim
from anxin.domain.claims.states import RECOVERY, REFERRAL
from anxin.domain.ledger.models import Payment


class Payout(models.Model):
    """Money of a claim on its way back to who paid: one row a part.

    `entered_at`: when its shop last entered a number of it, while a transfer of finance's waited.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payouts")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["claim"], condition=Q(entered_at__isnull=False), name="claims_payout_entered"),)

    def __str__(self) -> str:
        return f"{self.amount_fen}"


class Outcome(models.Model):
    """What a platform decided in its own forum, as it came; `corrected_by` put right what was wrong in it.

    `told_by`: whose word it is (`rules.outcomes`), which says whether money counts as gone by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="platform_outcome")
    what = models.CharField(max_length=12)
    amount_fen = models.PositiveBigIntegerField(default=0)
    reference = models.CharField(max_length=64, blank=True)
    reason_sealed = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    told_by = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    corrected_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(what__in=list(PLATFORM_OUTCOMES)), name="claims_outcome_what"),
        )
        indexes = (models.Index(Upper("reference"), condition=Q(told_by=rules.SHOP), name="claims_outcome_in_shop"),)

    def __str__(self) -> str:
        return self.what


class Recovery(Stateful):
    """Money that is gone and asked back, with what has come so far."""

    MACHINE = RECOVERY
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="recoveries")
    demanded_fen = models.PositiveBigIntegerField()
    repaid_fen = models.PositiveBigIntegerField(default=0)
    promised_date = models.DateField(null=True)

    class Meta:
        constraints = (
            known_states(RECOVERY),
            models.CheckConstraint(condition=Q(repaid_fen__lte=F("demanded_fen")), name="claims_recovery_repaid"),
            models.CheckConstraint(
                condition=~Q(state="repaid") | Q(repaid_fen=F("demanded_fen")), name="claims_recovery_whole"
            ),
        )

    def __str__(self) -> str:
        return f"{self.repaid_fen}/{self.demanded_fen}"

    def stream(self) -> StreamKey:
        """Return the stream of the claim."""
        return self.claim.stream()


class Referral(Stateful):
    """A door outside that a side went through: 12315, police, court, a platform's complaint desk."""

    MACHINE = REFERRAL
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="referrals")
    door = models.CharField(max_length=24)
    side = models.CharField(max_length=12)
    their_number = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (known_states(REFERRAL),)

    def __str__(self) -> str:
        return f"{self.door} {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the claim."""
        return self.claim.stream()


class ExchangeOffer(SealedRow):
    """A repair that failed twice: its customer may file an exchange claim."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    repair_key = models.UUIDField(unique=True)
    repair_number = models.CharField(max_length=40)
    claim = models.OneToOneField(Claim, null=True, on_delete=models.PROTECT, related_name="exchange_offer")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.repair_number
