"""A case's dossier leaves the house: who takes it is written down first, so that the dossier holds that line."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.queries import Dossier
from anxin.faces import shared
from anxin.faces.ground import downloads


def taken(
    request: HttpRequest, *, stream: StreamKey, by: Actor, now: datetime, of: Callable[[], Dossier]
) -> HttpResponseBase:
    """Refuse who may not take it, write down who does, then build it outside every block and stream it."""
    of()
    shared.act(request, lambda: evidence.export(stream=stream, by=by, now=now))
    made = of()
    return downloads.pack(evidence_queries.build(made, now=timezone.now()), made.number)
