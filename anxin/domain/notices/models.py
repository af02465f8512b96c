"""What is kept of notices: one row for each fact and reader."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.domain.notices.choices import WAYS
from anxin.domain.people.models import Account, Person


class Follower(SealedRow):
    """Somebody WeChat named to the service account `app`: who he is once he proved his phone, and whether he follows.

    `heard_at`: when he last wrote, which says until when he can be answered there.
    """

    UNSEALED = ("follows", "changed_at", "heard_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    app = models.CharField(max_length=18)
    openid_index = models.CharField(max_length=64, unique=True)
    openid_sealed = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="followers")
    follows = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.app} {self.id}"


class Notice(models.Model):
    """One telling: of which fact or clock, about which case, to whom, when it may go, and whether it was read.

    It holds codes, ids and numbers; the sentence is made when it is read or sent, in the reader's language. `mail_at`:
    when it is mailed as well; nothing once it was, or where it isn't.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=160, unique=True)
    stream_kind = models.CharField(max_length=24)
    stream_key = models.UUIDField()
    number = models.CharField(max_length=40)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="notices", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="notices")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    goes_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=False, person=None) | Q(account=None, person__isnull=False),
                name="notices_notice_one_reader",
            ),
            models.CheckConstraint(condition=Q(read_at=None) | Q(account__isnull=False), name="notices_notice_read"),
        )
        indexes = (
            models.Index(fields=["account", "-at"], name="notices_notice_inbox"),
            models.Index(fields=["account"], condition=Q(read_at=None), name="notices_notice_unread"),
            models.Index(fields=["at"], name="notices_notice_at"),
            models.Index(fields=["stream_kind", "stream_key"], name="notices_notice_case"),
            models.Index(fields=["mail_at"], condition=Q(mail_at__isnull=False), name="notices_notice_mail"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class RobotLine(models.Model):
    """A line to be said in a group by its robot: codes and numbers; the sentence is made when it is said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    robot = models.CharField(max_length=24)
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=160, unique=True)
    stream_kind = models.CharField(max_length=24)
    number = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["robot"], condition=Q(gone_at=None), name="notices_robot_waiting"),)

    def __str__(self) -> str:
        return f"{self.robot} {self.code} {self.number}"


class Way(models.Model):
    """How a technician wants to be told outside of the page; who never chose has the first."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="notice_way")
    way = models.CharField(max_length=8)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="notices_way_known"),)

    def __str__(self) -> str:
        return self.way


class PushKey(models.Model):
    """The one key with which this house signs what it pushes to browsers; they subscribe to its public half."""

    id = models.UUIDField(primary_key=True, default=UUID(int=1), editable=False)
    public = models.CharField(max_length=100)
    private_sealed = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public


class PushSubscription(models.Model):
    """One browser that asked to be told: its address and its two values, sealed; `index` finds the address again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="push_subscriptions")
    index = models.CharField(max_length=64, unique=True)
    told_sealed = models.TextField()
    made_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d}"
