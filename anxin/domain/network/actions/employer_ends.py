"""Somebody works for an employer no more: what waits of him there falls away."""

from datetime import datetime
from uuid import UUID

from anxin.core.actors import SYSTEM
from anxin.core.states import lock, transition
from anxin.domain.network.actions.day_spans import span_facts
from anxin.domain.network.models import Absence, Leave, Shift, Technician
from anxin.domain.network.queries import last_days


def end_at_employer(*, technician: Technician, house: UUID, now: datetime) -> None:
    """End his last day with a house that he works for no more, and the wishes for leave that nobody is left for."""
    if last_days.employs(technician, house):
        return
    for one in last_days.standing().filter(technician=technician, employer=house):
        end_row(one, now=now)
    for wish in last_days.wishes_left(technician=technician):
        lapse_wish(leave=wish, now=now)


def lapse_wish(*, leave: Leave, now: datetime) -> None:
    """Let a wish for leave fall away whose employer he works for no more."""
    lock(leave)
    if leave.state == "asked":
        facts = span_facts(leave.from_date, leave.to_date, leave.pk, leave.employer)
        transition(leave, "lapse", by=SYSTEM, now=now, facts=facts)


def end_row(row: Absence, *, now: datetime) -> None:
    """Count somebody's days with an employer as before."""
    Shift.objects.filter(absence=row).delete()
    Absence.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now)
