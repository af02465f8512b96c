"""What is kept of quality: reviews, contests, follow-ups with their calls, and grades by date."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.quality.choices import DISPATCH, PAY, REVIEW
from anxin.domain.quality.states import CONTEST, FOLLOW_UP
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit


class Review(models.Model):
    """What a customer says of one repair: once, unchangeable; `apart` keeps words and case from the outlet's side.

    `recording` is the call on which he said it, where an agent wrote it down for him.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    repair = models.OneToOneField(Repair, on_delete=models.PROTECT, related_name="review")
    technician = models.ForeignKey(
        Technician, null=True, on_delete=models.PROTECT, related_name="reviews", db_index=False
    )
    outlet = models.ForeignKey(Outlet, null=True, on_delete=models.PROTECT, related_name="reviews")
    category = models.CharField(max_length=24)
    overall = models.PositiveSmallIntegerField()
    stars = models.JSONField(default=dict)
    tags = models.JSONField(default=list)
    words_sealed = models.TextField(blank=True)
    apart = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    recording = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(overall__gte=1, overall__lte=5), name="quality_review_stars"),
        )
        indexes = (
            models.Index(fields=["technician", "at"], name="quality_review_technician"),
            models.Index(fields=["at"], name="quality_review_at"),
        )

    def __str__(self) -> str:
        return f"{self.overall}/5"


class Contest(Stateful):
    """A technician says that a review, a dispatch or his pay is wrong: another person looks, with a reason.

    `alone`: who judged it had a part in the case, and nobody else of the house could.
    """

    MACHINE = CONTEST
    about = models.CharField(max_length=12, default=REVIEW)
    technician = models.ForeignKey(Technician, on_delete=models.PROTECT, related_name="contests", db_index=False)
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="contests")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="contests")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="contests")
    ground = models.CharField(max_length=24, blank=True)
    why_sealed = models.TextField()
    judged_by = models.CharField(max_length=80, blank=True)
    judged_why_sealed = models.TextField(blank=True)
    alone = models.BooleanField(default=False)

    class Meta:
        constraints = (
            known_states(CONTEST),
            models.UniqueConstraint(fields=["review"], condition=~Q(state="withdrawn"), name="quality_contest_once"),
            models.UniqueConstraint(
                fields=["technician", "visit", "about"],
                condition=~Q(state="withdrawn"),
                name="quality_contest_of_job_once",
            ),
            models.CheckConstraint(
                condition=Q(about=REVIEW, review__isnull=False, visit=None)
                | Q(about__in=[DISPATCH, PAY], review=None, visit__isnull=False),
                name="quality_contest_about",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["opened", "withdrawn"]) | (~Q(judged_by="") & ~Q(judged_why_sealed="")),
                name="quality_contest_judged",
            ),
        )
        indexes = (
            models.Index(fields=["technician", "created_at"], name="quality_contest_technician"),
            models.Index(fields=["created_at"], name="quality_contest_newest"),
        )

    def __str__(self) -> str:
        return self.state


class ContestPicture(models.Model):
    """A picture that a technician gave with what he contests."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="pictures", db_index=False)
    file = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["file"], name="quality_contest_file"),)
        constraints = (models.UniqueConstraint(fields=["contest", "file"], name="quality_contest_picture_once"),)

    def __str__(self) -> str:
        return self.file[:8]


class FollowUp(Stateful):
    """One call after a closed repair: why it is made, how often it was tried, what came of it."""

    MACHINE = FOLLOW_UP
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="follow_ups")
    reason = models.CharField(max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    overall = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    note_sealed = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(FOLLOW_UP),
            models.UniqueConstraint(
                fields=["repair"],
                condition=Q(state__in=["planned", "due", "reached", "unsatisfied"]),
                name="quality_follow_up_one_open",
            ),
            models.CheckConstraint(
                condition=Q(overall=None) | Q(overall__gte=1, overall__lte=5), name="quality_follow_up_stars"
            ),
        )
        indexes = (
            models.Index(fields=["state", "created_at"], name="quality_follow_up_state"),
            models.Index(fields=["ended_at"], name="quality_follow_up_ended"),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.state}"


class Call(SealedRow):
    """One attempt to reach a customer after the repair."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="calls")
    by = models.CharField(max_length=80)
    answered = models.BooleanField()
    recording = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%m-%d %H:%M}"


class Grade(models.Model):
    """A technician's stars from a day on, with what they were worked out of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.PROTECT, related_name="grades", db_index=False)
    stars = models.PositiveSmallIntegerField()
    score = models.FloatField()
    aspects = models.JSONField(default=dict)
    reviews = models.PositiveIntegerField()
    weight = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["technician", "at"], name="quality_grade_technician"),)

    def __str__(self) -> str:
        return f"{self.stars} ({self.score:.2f}, n={self.reviews})"

    def stream(self) -> StreamKey:
        """Return the stream of the technician."""
        return StreamKey("technician", str(self.technician_id))
