"""See plain details for a reason, take the dossier away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.claims import queries
from anxin.domain.claims.states import TAKES, WORKS
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.desk.claims.case import ClaimCase, find
from anxin.faces.desk.claims.commands import shown_as
from anxin.faces.ground import downloads
from anxin.faces.ground.commands import Shown

SHOWN_S = 30


@never_cache
@require_POST
@shared.for_roles(WORKS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that the buyer can read."""
    case = find(request, number)
    field, reason = request.POST.get("field", "contact"), request.POST.get("reason", "")[:200]
    if field not in ("contact", "address"):
        raise Http404
    person = case.row.buyer

    def work() -> tuple[str, ...]:
        given: dict[str, Any] = {"person": person, "stream": case.row.stream(), "reason": reason, "by": case.actor}
        if field == "contact":
            return people.reveal_contact(**given, now=timezone.now())
        return (people.reveal(field="address", **given, now=timezone.now()),)

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": SHOWN_S,
        "name": plain[0],
        "phone": plain[1] if len(plain) > 1 else "",
        "masked_name": masked.name if field == "contact" else masked.division,
        "masked_phone": masked.phone if field == "contact" else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return shown_as(request, case, Shown(revealed={field: shown}))


@never_cache
@require_POST
@shared.for_roles(TAKES)
def dossier(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write down who takes the dossier, then answer with it; it holds that line."""
    case = find(request, number)
    shared.act(request, lambda: evidence.export(stream=case.row.stream(), by=case.actor, now=case.now))
    return packed(case)


def packed(case: ClaimCase) -> HttpResponseBase:
    """Build the dossier outside every block and stream it."""
    out = evidence_queries.build(queries.dossier(case.row, now=case.now, reader=case.actor), now=timezone.now())
    return downloads.pack(out, case.row.number)
