"""What the outbox keeps."""

from typing import Any, NamedTuple

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

UNSETTLED = ("waiting", "sending", "unclear", "failed")


class Place(NamedTuple):
    """Where a reader of the outbox stands: behind a message, by its turn and its own number."""

    turn: int
    id: int

    def __str__(self) -> str:
        return f"{self.turn}.{self.id}"


class FirstTurn(models.Func):
    """No turn yet on PostgreSQL; 0 on SQLite, where writers stand in line."""

    template = "0"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Leave it open."""
        return "NULL::bigint", []


class Message(models.Model):
    """One message: receiver, template with its ids, carrier, and state of delivery."""

    id = models.BigAutoField(primary_key=True)
    turn = models.BigIntegerField(null=True, db_column="xid", db_default=FirstTurn(), editable=False)
    template = models.CharField(max_length=64)
    audience = models.CharField(max_length=100)
    ids = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True)
    carrier = models.CharField(max_length=16)
    secret = models.TextField(blank=True)
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    receipt_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = "core"
        indexes = (
            models.Index(fields=["turn", "id"], name="outbox_position"),
            models.Index(fields=["audience", "turn", "id"], name="outbox_audience"),
            models.Index(fields=["id"], name="outbox_unread", condition=models.Q(turn=None)),
            models.Index(fields=["answer"], name="outbox_sms_answer", condition=models.Q(carrier="sms")),
            models.Index(fields=["receipt_at"], name="outbox_receipt", condition=models.Q(receipt_at__isnull=False)),
            models.Index(
                fields=["state", "created_at"],
                name="outbox_unsettled",
                condition=models.Q(state__in=[*UNSETTLED]),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["live", "waiting", "sending", "sent", "unclear", "failed", "expired"]),
                name="outbox_state",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} to {self.audience} ({self.state})"

    @property
    def place(self) -> Place:
        """Return where a reader stands who has read this message."""
        return Place(self.turn or 0, self.id)

    @property
    def position(self) -> str:
        """Return the same as text."""
        return str(self.place)
