"""What is kept of published promises, and of who waits where nobody goes yet."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.core.states import Stateful, known_states
from anxin.domain.network.states import WAITING, WAITS
from anxin.domain.people.models import Organisation, Person


class PromiseProfile(SealedRow):
    """A published promise: how fast, where, for what, when; never changed, only followed by a later one.

    Before its first day it can be withdrawn; it stays to be read.

    `days` and the hours narrow it to a part of the week and of the day; one with an end from the first is a peak's.
    """

    class Days(models.TextChoices):
        ALL = ""
        WORKDAYS = "workdays"
        DAYS_OFF = "days_off"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    brand = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="promises")
    division = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=24, blank=True)
    product = models.ForeignKey("goods.Product", null=True, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    days = models.CharField(max_length=12, choices=Days, blank=True, default=Days.ALL)
    from_min = models.PositiveSmallIntegerField(null=True)
    to_min = models.PositiveSmallIntegerField(null=True)
    peak = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    acknowledge_min = models.PositiveSmallIntegerField(default=5)
    assign_min = models.PositiveSmallIntegerField(default=30)
    call_min = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_min=None, to_min=None) | Q(from_min__isnull=False, to_min__isnull=False),
                name="network_promise_hours",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Waiting(Stateful):
    """Somebody in a place nobody serves for a brand, or where all windows are taken: told once, promised nothing."""

    MACHINE = WAITING
    number = models.CharField(max_length=40, unique=True)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=24, blank=True)
    division = models.CharField(max_length=12, db_index=True)
    division_name = models.CharField(max_length=120)
    for_window = models.BooleanField(default=False)
    product = models.ForeignKey("goods.Product", null=True, on_delete=models.PROTECT, related_name="+")
    """For which goods he waits for a window, and in which town of the county: all may be taken there alone."""
    town = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            known_states(WAITING),
            models.UniqueConstraint(
                fields=["person", "brand", "division", "category"],
                condition=Q(state__in=WAITS),
                name="network_waiting_once",
            ),
        )
        indexes = (models.Index(fields=["state", "updated_at"], name="network_waiting_since"),)

    def __str__(self) -> str:
        return self.number
