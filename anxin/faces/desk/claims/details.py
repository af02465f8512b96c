"""See plain details for a reason, take the dossier away."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.claims.states import TAKES, WORKS
from anxin.faces import shared
from anxin.faces.desk.claims.case import find
from anxin.faces.desk.claims.commands import shown_as
from anxin.faces.ground import case_dossiers, dossiers, plain_details
from anxin.faces.ground.commands import Shown


@never_cache
@require_POST
@shared.for_roles(WORKS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that the buyer can read."""
    case = find(request, number)
    field = request.POST.get("field", "contact")
    return plain_details.reveal(
        request,
        person=case.row.buyer,
        stream=case.row.stream(),
        by=case.actor,
        field=field,
        page=lambda shown: shown_as(request, case, Shown(revealed={field: shown})),
    )


@never_cache
@require_POST
@shared.for_roles(TAKES)
def dossier(request: HttpRequest, number: str) -> HttpResponseBase:
    """Answer with the dossier; it holds the line that says who took it."""
    case = find(request, number)
    of = partial(case_dossiers.claim, case.row, now=case.now, reader=case.actor)
    return dossiers.taken(request, stream=case.row.stream(), by=case.actor, now=case.now, of=of)
