"""What is kept of a person's request about his own data that the desk works for him."""

from django.db import models
from django.db.models import F, Q

from anxin.core.states import Stateful, known_states
from anxin.domain.people.models.parties import Person
from anxin.domain.people.states import DATA_REQUEST


class DataRequest(Stateful):
    """A person wants a copy, a correction, a consent ended or an erasure, and asks the desk for it."""

    MACHINE = DATA_REQUEST
    number = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    wish = models.CharField(max_length=12)
    purpose = models.CharField(max_length=40, blank=True)
    told_sealed = models.TextField(blank=True)
    how = models.CharField(max_length=12, blank=True)
    asked_by = models.CharField(max_length=64)
    identified_by = models.CharField(max_length=64, blank=True)
    seconded_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            known_states(DATA_REQUEST),
            models.CheckConstraint(
                condition=Q(seconded_by="") | ~Q(seconded_by=F("identified_by")), name="people_data_request_two_people"
            ),
        )
        indexes = (models.Index(fields=["ended_at"], name="people_data_request_ended"),)

    def __str__(self) -> str:
        return self.number
