"""Erasures that waited for a legal hold: once it is lifted, whoever works on them is told that they can go on."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.timeline import Entry
from anxin.domain.people.models import DataRequest, Party
from anxin.domain.people.queries import data_requests, kept


def hold_lifted(*, fact: Entry, now: datetime) -> None:
    """Say of each erasure asked for in a case that no legal hold stands in its way; one that waits comes by itself."""
    here = {"stream_kind": fact.stream_key.kind, "stream_key": fact.stream_key.key}
    persons = Party.objects.filter(**here, person__isnull=False).values("person")
    asked = DataRequest.objects.filter(person__in=persons, wish="erase", state__in=data_requests.OPEN).exclude(
        state="waiting"
    )
    for request in asked.select_related("person").order_by("id"):
        if not any(kept.legally(one) for one in data_requests.selves(request.person)):
            timeline.write(request.stream(), "people.request_freed", by=SYSTEM, now=now)
