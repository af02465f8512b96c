"""See plain details of a repair for a reason, take its dossier away."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.repairs.states import TAKES
from anxin.faces import shared
from anxin.faces.desk import queue
from anxin.faces.desk.case import find, page
from anxin.faces.desk.commands import RUNNER
from anxin.faces.ground import case_dossiers, dossiers, plain_details
from anxin.faces.ground.commands import Shown


@never_cache
@require_POST
@shared.for_roles(queue.STAFF)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show plain details for half a minute, for a reason that is logged and that the person can read."""
    case = find(request, number)
    field = request.POST.get("field", "")
    who, _sep, what = field.partition(".")
    person = case.row.helper if who == "helper" else case.row.customer
    if person is None:
        raise Http404
    kept = field.replace(".", "_")
    return plain_details.reveal(
        request,
        person=person,
        stream=case.row.stream(),
        by=case.actor,
        field=what,
        place=case.view.division,
        page=lambda shown: page(request, case, Shown(revealed={kept: shown}), buttons=RUNNER.buttons(case)),
    )


@never_cache
@require_POST
@shared.for_roles(TAKES)
def dossier(request: HttpRequest, number: str) -> HttpResponseBase:
    """Answer with the dossier; it holds the line that says who took it."""
    case = find(request, number)
    of = partial(case_dossiers.repair, case.row, reader=case.actor)
    return dossiers.taken(request, stream=case.row.stream(), by=case.actor, now=case.now, of=of)
