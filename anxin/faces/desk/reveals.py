"""See plain details of a repair for a reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.desk import queue
from anxin.faces.desk.case import find, page
from anxin.faces.desk.commands import RUNNER
from anxin.faces.ground.commands import Shown

SHOWN_S = 30


@never_cache
@require_POST
@shared.for_roles(queue.STAFF)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show plain details for half a minute, for a reason that is logged and that the person can read."""
    case = find(request, number)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")[:200]
    who, _sep, what = field.partition(".")
    person = case.row.helper if who == "helper" else case.row.customer
    if person is None or what not in ("contact", "address"):
        raise Http404

    def work() -> tuple[str, ...]:
        given: dict[str, Any] = {"person": person, "stream": case.row.stream(), "reason": reason, "by": case.actor}
        if what == "contact":
            return people.reveal_contact(**given, now=timezone.now())
        return (people.reveal(field="address", **given, now=timezone.now()),)

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": SHOWN_S,
        "name": plain[0],
        "phone": plain[1] if len(plain) > 1 else "",
        "masked_name": masked.name if what == "contact" else case.view.division,
        "masked_phone": masked.phone if what == "contact" else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    shown_page = Shown(revealed={field.replace(".", "_"): shown})
    return page(request, case, shown_page, buttons=RUNNER.buttons(case))
