"""See plain details of a repair for a reason."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.faces import shared
from anxin.faces.desk import queue
from anxin.faces.desk.case import find, page
from anxin.faces.desk.commands import RUNNER
from anxin.faces.ground import plain_details
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
