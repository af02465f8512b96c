"""What is kept of contacts: who, about which case, what was said (sealed), what was promised."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.core.timeline import StreamKey
from anxin.domain.contacts import rules
from anxin.domain.contacts.states import CONTACT
from anxin.domain.people.models import Organisation, Person


class Contact(Stateful):
    """One call or message, with or without a case."""

    MACHINE = CONTACT
    number = models.CharField(max_length=40, unique=True)
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=8)
    direction = models.CharField(max_length=4, default="in")
    topic = models.CharField(max_length=16)
    about_kind = models.CharField(max_length=24, blank=True)
    about_key = models.UUIDField(null=True)
    about_number = models.CharField(max_length=40, blank=True)
    text_sealed = models.TextField(blank=True)
    taker = models.CharField(max_length=80, blank=True)
    promised_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(CONTACT),
            models.CheckConstraint(condition=Q(channel__in=rules.CHANNELS), name="contacts_contact_channel"),
            models.CheckConstraint(condition=Q(topic__in=rules.TOPICS), name="contacts_contact_topic"),
            models.CheckConstraint(
                condition=Q(about_kind="", about_key=None, about_number="")
                | (~Q(about_kind="") & Q(about_key__isnull=False) & ~Q(about_number="")),
                name="contacts_contact_about",
            ),
            models.CheckConstraint(
                condition=~Q(state="promised") | (Q(promised_at__isnull=False) & ~Q(taker="")),
                name="contacts_contact_promise",
            ),
        )
        indexes = (
            models.Index(fields=["state", "created_at"], name="contacts_contact_state"),
            models.Index(fields=["about_kind", "about_key"], name="contacts_contact_about_ix"),
            models.Index(fields=["ended_at"], name="contacts_contact_ended"),
        )

    def __str__(self) -> str:
        return self.number

    def stream(self) -> StreamKey:
        """Return its own stream; what matters for a case is told there too."""
        return StreamKey("contact", str(self.id))

    @property
    def about(self) -> StreamKey | None:
        """Return the stream of the case it is about."""
        return StreamKey(self.about_kind, str(self.about_key)) if self.about_kind else None


class Said(SealedRow):
    """What was said on a contact: a call with its length and what became of it, or an answer in writing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="said")
    way = models.CharField(max_length=8)
    direction = models.CharField(max_length=4)
    result = models.CharField(max_length=16)
    seconds = models.PositiveIntegerField(default=0)
    text_sealed = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(way__in=["call", "written"]), name="contacts_said_way"),
            models.CheckConstraint(condition=Q(direction__in=rules.DIRECTIONS), name="contacts_said_direction"),
            models.CheckConstraint(condition=Q(result__in=rules.RESULTS), name="contacts_said_result"),
            models.CheckConstraint(condition=~Q(way="written") | ~Q(text_sealed=""), name="contacts_said_something"),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.result}"
