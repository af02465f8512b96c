"""See plain details for a reason, take the answer pack away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.claims import queries as claims
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.ground import downloads
from anxin.faces.ground.commands import Shown
from anxin.faces.merchant.case import find, page
from anxin.faces.merchant.commands import RUNNER
from anxin.faces.merchant.frame import CLAIMS

SHOWN_S = 30


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that he can read."""
    case = find(request, number)
    field = request.POST.get("field", "")
    if field not in ("contact", "address"):
        raise Http404
    contact = field == "contact"
    reason, person = request.POST.get("reason", "")[:200], case.row.buyer

    def work() -> tuple[str, ...]:
        given: dict[str, Any] = {"person": person, "stream": case.row.stream(), "reason": reason, "by": case.actor}
        if contact:
            return people.reveal_contact(**given, now=timezone.now())
        return (people.reveal(field="address", **given, now=timezone.now()),)

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": SHOWN_S,
        "name": plain[0],
        "phone": plain[1] if contact else "",
        "masked_name": masked.name if contact else masked.division,
        "masked_phone": masked.phone if contact else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return page(request, case, Shown(revealed={field: shown}), buttons=RUNNER.buttons(case))


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def pack(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the merchant's answer pack: his own originals and words, signed; written down who took it."""
    shared.limit(request, "merchant_pack", burst=6, per_min=6)
    case = find(request, number)
    shared.act(request, lambda: evidence.export(stream=case.row.stream(), by=case.actor, now=case.now))
    made = claims.answer_pack(case.row, actor=case.actor, now=case.now)
    out = evidence_queries.build(made, now=case.now)
    return downloads.pack(out, case.row.number)
