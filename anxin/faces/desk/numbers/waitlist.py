"""Who waits where nobody goes yet: the list, and taking somebody off it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.repairs.states import DESK
from anxin.faces import shared
from anxin.faces.ground import staff

STAFF = DESK


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List who waits, the county with the most of them first."""
    actor, now = shared.actor_of(request), timezone.now()
    rows = queries.waiting_list(actor, now=now)
    frame = staff.frame(request, face="desk", now=now, counts={"waiting": len(rows)})
    return render(request, "desk/numbers/waiting.html", {**frame, "rows": rows})


@require_POST
@shared.for_roles(STAFF)
def dropping(request: HttpRequest, number: str) -> HttpResponse:
    """Take somebody off the list."""
    by, why = shared.actor_of(request), request.POST.get("why", "")[:200]

    def work() -> None:
        now = timezone.now()
        network.drop_waiting(entry=queries.entry(number, actor=by, now=now), why=why, by=by, now=now)

    if staff.act_once(request, work):
        messages.success(request, _("Written down."))
    return HttpResponseRedirect(reverse("desk_numbers:waiting"))
