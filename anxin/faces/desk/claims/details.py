"""See plain details for a reason, take the dossier away."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.claims import actions as claims
from anxin.domain.claims.states import TAKES, WORKS
from anxin.faces import shared
from anxin.faces.desk.claims.case import ClaimCase, find
from anxin.faces.desk.claims.commands import shown_as
from anxin.faces.desk.claims.page import UNNAMED
from anxin.faces.ground import case_dossiers, dossiers, plain_details
from anxin.faces.ground.commands import Shown


@never_cache
@require_POST
@shared.for_roles(WORKS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that the buyer can read."""
    case = find(request, number)
    field = request.POST.get("field", "contact")
    if field == "caller":
        return _caller(request, case)
    return plain_details.reveal(
        request,
        person=case.row.buyer,
        stream=case.row.stream(),
        by=case.actor,
        field=field,
        page=lambda shown: shown_as(request, case, Shown(revealed={field: shown})),
    )


def _caller(request: HttpRequest, case: ClaimCase) -> HttpResponse:
    """Show who called about the claim, and from which number."""
    reason = request.POST.get("reason", "")[:200]
    named = shared.act(
        request, lambda: claims.reveal_caller(claim=case.row, reason=reason, by=case.actor, now=case.now)
    )
    shown = {"shown_for": plain_details.SHOWN_S, "name": named, "masked_name": UNNAMED, "masked_phone": ""}
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return shown_as(request, case, Shown(revealed={"caller": shown}))


@never_cache
@require_POST
@shared.for_roles(TAKES)
def dossier(request: HttpRequest, number: str) -> HttpResponseBase:
    """Answer with the dossier; it holds the line that says who took it."""
    case = find(request, number)
    of = partial(case_dossiers.claim, case.row, now=case.now, reader=case.actor)
    return dossiers.taken(request, stream=case.row.stream(), by=case.actor, now=case.now, of=of)
