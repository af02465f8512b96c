"""See plain details for a reason, take the dossier away."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.claims import queries
from anxin.domain.claims.states import TAKES, WORKS
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.faces import shared
from anxin.faces.desk.claims.case import ClaimCase, find
from anxin.faces.desk.claims.commands import shown_as
from anxin.faces.ground import downloads, plain_details
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
    """Write down who takes the dossier, then answer with it; it holds that line."""
    case = find(request, number)
    shared.act(request, lambda: evidence.export(stream=case.row.stream(), by=case.actor, now=case.now))
    return packed(case)


def packed(case: ClaimCase) -> HttpResponseBase:
    """Build the dossier outside every block and stream it."""
    out = evidence_queries.build(queries.dossier(case.row, now=case.now, reader=case.actor), now=timezone.now())
    return downloads.pack(out, case.row.number)
