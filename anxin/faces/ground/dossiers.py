"""A case's dossier leaves the house: who takes it is written down once its files are in, and stands in it."""

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
    """Refuse who may not take it, build it outside every block, write down who takes it, and stream it."""
    made = of()

    def noted() -> Dossier:
        shared.act(request, lambda: evidence.export(stream=stream, by=by, now=now))
        return of()

    return downloads.pack(evidence_queries.build(made, now=timezone.now(), taken=noted), made.number)
