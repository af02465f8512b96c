"""Erasures that waited for a legal hold: once it is lifted, who works on them is told, and who asked for them."""

from datetime import datetime

from django.db.models import QuerySet

from anxin.core import outbox, phones, timeline
from anxin.core.actors import SYSTEM
from anxin.core.carriers import sms
from anxin.core.timeline import Entry
from anxin.domain.people import queries
from anxin.domain.people.models import DataRequest, LegalHold, Party
from anxin.domain.people.queries import data_requests, erasures, kept, selves


def hold_lifted(*, fact: Entry, now: datetime) -> None:
    """Say of each erasure asked for in a case that no legal hold stands in its way.

    The desk is told of what it works on. Who asked is told that his comes by itself, where something else is under way
    still (it is done within the hour where nothing is, and he is told then), or that he may ask again for one that was
    refused while the hold stood.
    """
    here = {"stream_kind": fact.stream_key.kind, "stream_key": fact.stream_key.key}
    persons = Party.objects.filter(**here, person__isnull=False).values("person")
    asked = DataRequest.objects.filter(person__in=persons, person__erased_at=None, wish="erase").order_by("id")
    lifted = LegalHold.objects.filter(**here).order_by("-lifted_at")
    placed_at = lifted.values_list("placed_at", flat=True).first() or now
    refused = asked.filter(state="refused", ended_at__gte=placed_at)
    for request in _free(asked.filter(state__in=data_requests.OPEN)):
        if request.state != "waiting":
            timeline.write(request.stream(), "people.request_freed", by=SYSTEM, now=now)
        elif erasures.needed(selves.of_person(request.person)):
            _tell(request, queries.ERASURE_GOES_ON, now)
    for request in _free(refused):
        if data_requests.erasures_of([request.person]) is None:
            _tell(request, queries.ERASURE_FREED, now)


def _free(rows: QuerySet[DataRequest]) -> list[DataRequest]:
    """Return of some requests those of whom no other case is held either."""
    found = rows.select_related("person")
    return [row for row in found if not any(kept.legally(one) for one in selves.of_person(row.person))]


def _tell(request: DataRequest, template: str, now: datetime) -> None:
    if sms.is_there() and phones.is_mobile(queries.dialled(request.person)):
        about, key = f"person:{request.person_id}", f"{template}|{request.pk}|{now.isoformat()}"
        outbox.put(template, audience=about, ids={"number": request.number}, key=key, now=now, carrier="sms")
