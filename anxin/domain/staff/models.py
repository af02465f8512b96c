"""What is kept of staff: links that let somebody in, changes of roles, where mail goes, who is away."""

from django.db import models
from django.db.models import F, Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.people.models import Account, Organisation
from anxin.domain.staff.states import ROLE_CHANGE


class Invitation(SealedRow):
    """A link by which the owner of an account sets a password once: its hash, and of one on paper the link, sealed."""

    class Kind(models.TextChoices):
        INVITED = "invited"
        FORGOTTEN = "forgotten"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=12, choices=Kind)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    handout = models.ForeignKey("staff.Handout", null=True, on_delete=models.PROTECT, related_name="invitations")
    token_sealed = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class Handout(models.Model):
    """Links that one administrator made at once for all technicians who couldn't sign in, on paper or by text message.

    Those on paper are kept sealed while they count, for who made them to print.
    """

    class Way(models.TextChoices):
        PAPER = "paper"
        TEXT = "text"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    way = models.CharField(max_length=8, choices=Way)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.way} {self.done}/{self.total}"


class Mailbox(models.Model):
    """Where mail to the owner of an account goes, sealed."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="mailbox")
    mail_sealed = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.account_id)


class CompanyIdentity(SealedRow):
    """Under which number a company that vouches for its people knows the owner of an account.

    One that was parted opens nothing any more, until an invitation links that very person again.
    """

    UNSEALED = ("used_at",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="company_identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="staff_company_identity_one"),
            models.UniqueConstraint(
                fields=["account", "issuer"], condition=Q(parted_at=None), name="staff_company_identity_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id}@{self.issuer}"


class RoleChange(Stateful):
    """Somebody asks that an account gets a role or loses one; another administrator agrees.

    `until_date`: the last day of a deputy's term. `counts_at`: when it counts though nobody agreed, as it was asked for
    at the machine, unless somebody refuses before.
    """

    MACHINE = ROLE_CHANGE
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="role_changes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    command = models.CharField(max_length=8)
    why = models.CharField(max_length=200, blank=True)
    asked_by = models.CharField(max_length=80)
    answered_by = models.CharField(max_length=80, blank=True)
    until_date = models.DateField(null=True)
    counts_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(ROLE_CHANGE),
            models.CheckConstraint(condition=Q(command__in=["grant", "withdraw"]), name="staff_role_change_command"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(answered_by=F("asked_by")), name="staff_role_change_two_people"
            ),
            models.UniqueConstraint(
                fields=["account", "organisation", "role"],
                condition=Q(state="asked"),
                name="staff_role_change_once",
            ),
        )
        indexes = (models.Index(fields=["counts_at"], condition=Q(state="asked"), name="staff_role_change_counts"),)

    def __str__(self) -> str:
        return f"{self.command} {self.role} {self.state}"

    def stream(self) -> StreamKey:
        """Return the account's stream: who asked and who agreed is told there."""
        return StreamKey("account", str(self.account_id))


class Leave(models.Model):
    """Somebody is away from when to when, and who took his open cases over; without a deputy they went to the queue.

    `begun_at` is when that was done: before, the leave is planned.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="leaves")
    deputy = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    until_date = models.DateField(null=True)
    to_at = models.DateTimeField(null=True)
    handed_over = models.PositiveIntegerField(default=0)
    left_over = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account"], condition=Q(to_at=None), name="staff_leave_one_open"),
            models.CheckConstraint(condition=~Q(account=F("deputy")), name="staff_leave_two_people"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} from {self.from_at:%Y-%m-%d}"
