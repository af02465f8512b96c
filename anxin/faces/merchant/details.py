"""See plain details for a reason, take the answer pack away."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.claims import queries as claims
from anxin.faces import shared
from anxin.faces.ground import dossiers, plain_details
from anxin.faces.ground.commands import Shown
from anxin.faces.merchant.case import find, page
from anxin.faces.merchant.commands import RUNNER
from anxin.faces.merchant.frame import CLAIMS


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that he can read."""
    case = find(request, number)
    field = request.POST.get("field", "")
    return plain_details.reveal(
        request,
        person=case.row.buyer,
        stream=case.row.stream(),
        by=case.actor,
        field=field,
        page=lambda shown: page(request, case, Shown(revealed={field: shown}), buttons=RUNNER.buttons(case)),
    )


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def pack(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the merchant's answer pack: his own originals and words, signed; written down who took it."""
    shared.limit(request, "merchant_pack", burst=6, per_min=6)
    case = find(request, number)
    row, by, now = case.row, case.actor, case.now
    return dossiers.taken(
        request, stream=row.stream(), by=by, now=now, of=lambda: claims.answer_pack(row, actor=by, now=now)
    )
