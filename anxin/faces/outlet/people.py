"""Who works for the outlet: for which brands, how graded, and the portrait customers see."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import files, wording
from anxin.core.errors import AnxinError, Missing
from anxin.core.pictures import copies
from anxin.core.zone import SHANGHAI
from anxin.domain.network import queries
from anxin.domain.network.commands.rosters import TECHNICIANS
from anxin.domain.visits.queries.months import MonthDone, in_all, outlet_month
from anxin.faces import shared
from anxin.faces.ground import downloads, staff
from anxin.faces.ground.authorisations.rows import paper_of
from anxin.faces.outlet.jobs import DECIDES


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def people(request: HttpRequest) -> HttpResponse:
    """Show who works for the outlet, for which brands, and what they can do."""
    return _page(request)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(DECIDES)
def portrait(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the portrait of one of the outlet's technicians, or take a new one in."""
    now, actor = timezone.now(), shared.actor_of(request)
    technician = queries.technician_by_number(number)
    if technician.number not in {one.number for one in _colleagues(request)}:
        raise queries.NoSuchTechnician({"number": number})
    if request.method == "GET":
        if not technician.portrait:
            raise Http404
        return downloads.file(copies.copy_by_hash(sha256=technician.portrait, now=now), f"{technician.number}.jpg")
    given = request.FILES.get("portrait")
    if given is None:
        return _page(request, slip=_("Choose a picture first."), status=422)

    try:
        kept = files.receive(given.chunks(), length=given.size or 0, allowed=files.PICTURES, now=now)
        copies.shown_copy(kept, now=now)
        fields = {"files": (kept,)}
        shared.act(request, lambda: TECHNICIANS.give("portrait", row=technician, by=actor, now=now, fields=fields))
    except AnxinError as error:
        return _page(request, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("outlet:people"))


def _page(request: HttpRequest, *, slip: str = "", status: int = 200) -> HttpResponse:
    actor = shared.actor_of(request)
    people, now = _colleagues(request), timezone.now()
    month = outlet_month(actor, now=now)
    facts = {
        "people": [
            (one, [paper_of(each) for each in one.certificates], month.get(one.number, MonthDone())) for one in people
        ],
        "month": now.astimezone(SHANGHAI),
        "done": in_all(month),
        "unentered": sum(not one.entered and not one.paused for one in people),
        "slip": slip,
        "may_portray": TECHNICIANS.commands["portrait"].is_for(actor),
    }
    frame = staff.frame(request, face="outlet", now=now)
    return render(request, "outlet/people.html", {**frame, **facts}, status=status)


def _colleagues(request: HttpRequest) -> list[queries.Colleague]:
    now = timezone.now()
    found = queries.outlet_of(shared.actor_of(request))
    if found is None:
        raise Missing
    return queries.colleagues(found, day=now.astimezone(SHANGHAI).date(), now=now)
