"""A technician's window, given back: moved, called off, or its visit has ended before it is over."""

from datetime import datetime

from django.db.models import F

from anxin.domain.visits import rules
from anxin.domain.visits.models import Appointment, Visit, Window


def give_room(visit: Visit, appointment: Appointment) -> None:
    """Give back the window of an appointment."""
    _give(visit, appointment.from_at)


def free_window(visit: Visit, *, now: datetime) -> None:
    """Give back the window of a visit that ends before it is over: another job fits in."""
    if visit.wanted_to_at > now and visit.mode not in rules.BENCH:
        _give(visit, visit.wanted_from_at)


def _give(visit: Visit, from_at: datetime) -> None:
    Window.objects.filter(technician=visit.technician_id, from_at=from_at, taken__gt=0).update(taken=F("taken") - 1)
