"""Decisions with both gates in the database, disputes and appeals."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.claims import rules
from anxin.domain.claims.models.claim import Answer, Claim
from anxin.domain.claims.rules.payers import ITSELF
from anxin.domain.claims.states import APPEAL, DECISION, DISPUTE
from anxin.domain.evidence.models import Examination

SOMEBODY_PAYS = Q(payer__gt="") & ~Q(payer=ITSELF) & ~Q(payer="operator", charged_fen__gt=0)
"""What holds of a decision that somebody pays for its merchant: who runs the service is done once it is charged."""
WAITS_FOR_PAYER = SOMEBODY_PAYS & Q(payer_paid_at=None)
OVERPAID = Q(payer_paid_fen__gt=F("charged_fen"))
DECIDED_REPAIR = Q(state="final", remedy="repair") & ~Q(liable="buyer")


class Decision(Stateful):
    """What was decided, by whom, why, and that both gates stood open.

    Gate one: `answer` is never null. Gate two: as many pictures seen with an outcome as there are, and a reason.
    `opened`: how many originals who decided had opened himself; None where nobody judged, or nobody counted yet.
    `payer`: who pays for a merchant that is liable and left, or answers nothing any more; how much of it stands charged
    to him (`charged_fen`), when all of it was paid by him, and how much he paid and has not got back.
    `goods`: what becomes of goods that lay with the merchant; empty where none did.
    `mistake`: what a correction says was wrong with the decision it replaces; who made that one corrects it himself.
    """

    class Kind(models.TextChoices):
        AGREED = "agreed"
        REVIEWED = "reviewed"
        APPEALED = "appealed"
        CORRECTED = "corrected"
        TAKEN_OVER = "taken_over"

    MACHINE = DECISION
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="decisions")
    pictures = models.PositiveSmallIntegerField()
    examined = models.PositiveSmallIntegerField()
    opened = models.PositiveSmallIntegerField(null=True)
    remedy = models.CharField(max_length=12)
    amount_fen = models.PositiveBigIntegerField(default=0)
    liable = models.CharField(max_length=12)
    goods = models.CharField(max_length=4, blank=True, default="")
    payer = models.CharField(max_length=12, blank=True, default="")
    charged_fen = models.PositiveBigIntegerField(default=0, db_default=0)
    payer_paid_at = models.DateTimeField(null=True)
    payer_paid_fen = models.PositiveBigIntegerField(default=0, db_default=0)
    rules_version = models.CharField(max_length=40)
    reason_sealed = models.TextField()
    found_sealed = models.TextField(blank=True)
    mistake_sealed = models.TextField(blank=True)
    fraud_said = models.BooleanField(default=False)
    second_why = models.CharField(max_length=12, blank=True)
    decided_by = models.CharField(max_length=80)
    unit = models.CharField(max_length=64, blank=True)
    seller_key = models.CharField(max_length=64)
    drafted_by = models.CharField(max_length=80, blank=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    first_by = models.CharField(max_length=80, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    given_at = models.DateTimeField(null=True)
    buyer_accepted_at = models.DateTimeField(null=True)
    merchant_accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(DECISION),
            models.CheckConstraint(condition=Q(examined=F("pictures")), name="claims_decision_examined"),
            models.CheckConstraint(condition=~Q(reason_sealed=""), name="claims_decision_reason"),
            models.CheckConstraint(condition=Q(remedy__in=rules.REMEDIES), name="claims_decision_remedy"),
            models.CheckConstraint(condition=Q(liable__in=rules.LIABLE), name="claims_decision_liable"),
            models.CheckConstraint(
                condition=~Q(kind="agreed") | ~Q(remedy="refuse"), name="claims_decision_agreeing_never_refuses"
            ),
            models.CheckConstraint(
                condition=(Q(remedy__in=rules.MONEY) & Q(amount_fen__gt=0))
                | (~Q(remedy__in=rules.MONEY) & Q(amount_fen=0)),
                name="claims_decision_amount",
            ),
            models.CheckConstraint(
                condition=Q(fraud_said=False) | Q(second_why="fraud_said"), name="claims_decision_fraud_needs_second"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "sent_back"]) | Q(second_why="") | ~Q(confirmed_by=""),
                name="claims_decision_second_person",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("decided_by")), name="claims_decision_two_people"
            ),
            models.CheckConstraint(
                condition=Q(kind="agreed") | (~Q(decided_by=F("drafted_by")) & ~Q(unit=F("seller_key"))),
                name="claims_decision_not_his_own",
            ),
            models.CheckConstraint(
                condition=~Q(kind="appealed")
                | (~Q(first_by="") & ~Q(decided_by=F("first_by")) & Q(replaces__isnull=False)),
                name="claims_decision_appeal_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(kind="corrected")
                | (Q(decided_by=F("first_by")) & Q(replaces__isnull=False) & ~Q(second_why="") & ~Q(mistake_sealed="")),
                name="claims_decision_correction_by_himself",
            ),
            models.UniqueConstraint(fields=["claim"], condition=Q(state="proposed"), name="claims_decision_one_draft"),
            models.UniqueConstraint(fields=["claim"], condition=Q(state="given"), name="claims_decision_one_given"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False) & ~Q(state="sent_back"),
                name="claims_decision_replaced_once",
            ),
        )
        indexes = (
            models.Index(fields=["given_at"], condition=WAITS_FOR_PAYER, name="claims_decision_paid_for"),
            models.Index(fields=["given_at"], condition=OVERPAID, name="claims_decision_overpaid"),
            models.Index(fields=["claim"], condition=DECIDED_REPAIR, name="claims_decision_repair"),
        )

    def __str__(self) -> str:
        return f"{self.remedy} {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the claim."""
        return self.claim.stream()


class Seen(models.Model):
    """One picture with the examination's outcome that lay before who decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="seen", db_index=False)
    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=8)
    outcome = models.CharField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "label"], name="claims_seen_once"),
            models.CheckConstraint(condition=Q(outcome__in=["done", "not_possible"]), name="claims_seen_outcome"),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.outcome}"


class Hearing(Stateful):
    """The ground of disputes and appeals: who opened it and why, and which reviewer has it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="%(class)ss")
    cause = models.CharField(max_length=24)
    opened_by = models.CharField(max_length=80)
    reviewer = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.cause} {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the claim."""
        return self.claim.stream()


class Dispute(Hearing):
    """Both sides don't agree: a person of the operator looks."""

    MACHINE = DISPUTE

    class Meta:
        constraints = (
            known_states(DISPUTE),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state__in=["opened", "assigned"]), name="claims_dispute_one_open"
            ),
        )


class Appeal(Hearing):
    """A side asks that somebody else looks at a decision once more."""

    MACHINE = APPEAL
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")

    class Meta:
        constraints = (
            known_states(APPEAL),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state__in=["opened", "assigned"]), name="claims_appeal_one_open"
            ),
        )
