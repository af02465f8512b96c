"""What is kept of evidence: links to sealed originals, examinations, capture challenges and what answered them."""

from django.db import models
from django.db.models import F, Q

from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.evidence.rules import ATTENTION, FRAMES
from anxin.domain.evidence.states import CAPTURE, CHALLENGE, EXAMINATION


class Challenge(Stateful):
    """Somebody was asked to photograph once more: behind a link, or with a code on paper beside the thing."""

    class Kind(models.TextChoices):
        LINK = "link"
        PAPER = "paper"

    MACHINE = CHALLENGE
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=64)
    side = models.CharField(max_length=12)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            known_states(CHALLENGE),
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key", "side"], condition=Q(state="sent"), name="evidence_challenge_one"
            ),
        )
        indexes = (models.Index(fields=["stream_kind", "stream_key"], name="evidence_challenge_stream"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the case."""
        return StreamKey(self.stream_kind, str(self.stream_key))


class Link(models.Model):
    """One original on one case: whose it is, what it shows, and since when it is sealed in that party's hands."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="+")
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    owner_key = models.CharField(max_length=64)
    order_key = models.CharField(max_length=64)
    party_key = models.CharField(max_length=80)
    side = models.CharField(max_length=12)
    role = models.CharField(max_length=24)
    label = models.CharField(max_length=8)
    declaration = models.CharField(max_length=16, blank=True)
    challenge = models.ForeignKey(Challenge, null=True, on_delete=models.PROTECT, related_name="answers")
    by = models.CharField(max_length=80)
    shot_at = models.DateTimeField(null=True)
    handed_in_date = models.DateField(null=True)
    sealed_at = models.DateTimeField()
    linked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["stream_kind", "stream_key", "file", "party_key"], name="evidence_link_once"
            ),
            models.UniqueConstraint(fields=["stream_kind", "stream_key", "label"], name="evidence_link_label"),
            models.CheckConstraint(condition=Q(sealed_at__lte=F("linked_at")), name="evidence_link_sealed_first"),
        )
        indexes = (
            models.Index(fields=["owner_key", "order_key"], name="evidence_link_order"),
            models.Index(fields=["owner_key", "stream_kind", "side", "sealed_at"], name="evidence_link_packed"),
        )

    def __str__(self) -> str:
        return self.label

    def stream(self) -> StreamKey:
        """Return the stream of the case."""
        return StreamKey(self.stream_kind, str(self.stream_key))

    @property
    def late(self) -> bool:
        """Return whether it was sealed only after the claim was made; what its buyer filed with it was not."""
        return self.claimed_at is not None and self.sealed_at >= self.claimed_at and not self.with_claim

    @property
    def with_claim(self) -> bool:
        """Return whether it is what the buyer filed his claim with: sealed at that very moment."""
        return self.side == "buyer" and self.sealed_at == self.claimed_at


class Examination(Stateful):
    """One look at one picture: done with its findings, or not possible with the reason. Never a verdict.

    `heat` is the hash of the map of where the picture differs from the one it derives from, which its report names too.
    """

    MACHINE = EXAMINATION
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="examinations", db_index=False)
    number = models.PositiveSmallIntegerField()
    attention = models.CharField(max_length=8, blank=True)
    reasons = models.JSONField(default=list)
    why = models.CharField(max_length=32, blank=True)
    engine = models.CharField(max_length=80, blank=True)
    report_sealed = models.TextField(blank=True)
    heat = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["heat"], condition=~Q(heat=""), name="evidence_heat_file"),)
        constraints = (
            known_states(EXAMINATION),
            models.UniqueConstraint(fields=["link", "number"], name="evidence_examination_number"),
            models.UniqueConstraint(fields=["link"], condition=Q(state="asked"), name="evidence_examination_one_open"),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(report_sealed="") & Q(attention__in=ATTENTION)),
                name="evidence_examination_done",
            ),
            models.CheckConstraint(condition=~Q(state="not_possible") | ~Q(why=""), name="evidence_examination_why"),
        )

    def __str__(self) -> str:
        return f"{self.link_id}/{self.number}: {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the case the picture belongs to."""
        return self.link.stream()


class Frame(models.Model):
    """One picture that answers a challenge: when its hash was told, when its bytes came, what became of it.

    A frame is told of before its bytes (`told_at`), unless the browser could not; the newest of a role counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="frames", db_index=False)
    role = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    told_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    file = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="frames")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["challenge", "role", "number"], name="evidence_frame_number"),
            models.CheckConstraint(condition=Q(role__in=FRAMES), name="evidence_frame_role"),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(received_at=None) | Q(told_at__lte=F("received_at")),
                name="evidence_frame_told_first",
            ),
            models.CheckConstraint(
                condition=Q(file=None, received_at=None, link=None) | Q(file__isnull=False, received_at__isnull=False),
                name="evidence_frame_received",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.number}"


class Capture(Stateful):
    """One look at what answered a challenge: question by question, or not possible with the reason. No verdict."""

    MACHINE = CAPTURE
    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="capture")
    why = models.CharField(max_length=32, blank=True)
    report_sealed = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(CAPTURE),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(report_sealed=""), name="evidence_capture_done"),
            models.CheckConstraint(condition=~Q(state="not_possible") | ~Q(why=""), name="evidence_capture_why"),
        )

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.state}"

    def stream(self) -> StreamKey:
        """Return the stream of the case."""
        return self.challenge.stream()
