"""Somebody is erased: he waits no more, and his reports of false numbers lose their words and name nobody."""

from datetime import datetime
from uuid import UUID

from anxin.core.actors import SYSTEM
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.domain.network.actions import authorisations, sightings
from anxin.domain.network.models import Authorisation, Report, Technician, Waiting
from anxin.domain.network.states import WAITS
from anxin.domain.people import actions as people


def erased(*, fact: Entry, now: datetime) -> None:
    """Take somebody erased off the waiting list, out of what he reported, and out of what waits for a signature."""
    person = UUID(fact.stream_key.key)
    waiting = list(Waiting.objects.filter(person=person, state__in=WAITS).order_by("id"))
    lock(*waiting)
    for row in waiting:
        transition(row, "drop", by=SYSTEM, now=now)
    codes = Technician.objects.filter(person=person).values("number")
    for word in Authorisation.objects.filter(kind="technician", code__in=codes).exclude(waiting_sealed=""):
        authorisations.wait_no_more(word, now=now)
    for report in Report.objects.filter(person=person).select_related("about", "person").order_by("id"):
        sightings.forget_pictures(report=report)
        Report.objects.filter(pk=report.pk).update(note_sealed="", person=None)
        if report.about is not None:
            side = people.Side(role="customer", person=report.person)
            people.leave(side, stream=report.about.stream(), at=now)
