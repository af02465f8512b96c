"""Offers: who answers first has the job; too late is said plainly."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.commands import Fields
from anxin.core.errors import AnxinError, WrongState
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.commands import OFFERS
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.forms import CommandForm
from anxin.faces.technician import cards
from anxin.faces.technician.forms import form_of
from anxin.faces.technician.work import frame

if TYPE_CHECKING:
    from anxin.domain.visits.models import Offer


@never_cache
@require_safe
@shared.for_roles("technician")
def offers(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the first to end first."""
    return _page(request)


@require_POST
@shared.for_roles("technician")
def sight(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Note that the technician has it before his eyes."""
    shared.act(
        request, lambda: visits.see(offer=_found(request, offer), by=shared.actor_of(request), now=timezone.now())
    )
    return HttpResponse(status=204)


@require_POST
@shared.for_roles("technician")
def acceptance(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Take the job."""
    number = _found(request, offer).visit.number
    slip = _answer(request, offer, "acceptance", {})
    return slip or HttpResponseRedirect(reverse("technician:job", args=[number]))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
def refusal(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Decline, with the reason; the next technician is asked at once."""
    row = _found(request, offer)
    form = form_of(OFFERS.commands["refusal"], request.POST if request.method == "POST" else None)
    fields = form.taken(request)
    if fields is None:
        return _refusal_page(request, row, form)
    slip = _answer(request, offer, "refusal", fields)
    return slip or HttpResponseRedirect(reverse("technician:offers"))


def _found(request: HttpRequest, offer: UUID) -> "Offer":
    return queries.offer(str(offer), actor=shared.actor_of(request), now=timezone.now())


def _answer(request: HttpRequest, offer: UUID, name: str, fields: Fields | Mapping[str, object]) -> HttpResponse | None:
    by = shared.actor_of(request)

    def work() -> None:
        OFFERS.give(name, row=_found(request, offer), by=by, now=timezone.now(), fields=fields)

    try:
        staff.act_once(request, work)
    except WrongState as error:
        return _page(request, error=error)
    return None


def _page(request: HttpRequest, *, error: AnxinError | None = None) -> HttpResponse:
    now = timezone.now()
    found = queries.offers_to(shared.actor_of(request), now=now)
    lines = queries.jobs_of(shared.actor_of(request), now=now)
    context = frame(request, now=now) | {
        "offers": [cards.offer_of(one) for one in found],
        "slip": wording.error(error) if error else "",
        "held": cards.strip(lines, now=now).left,
    }
    return render(request, "technician/offers.html", context, status=shared.number_of(error) if error else 200)


def _refusal_page(request: HttpRequest, row: "Offer", form: CommandForm) -> HttpResponse:
    action = {"name": _("Decline"), "form": "decline", "primary": True}
    context = frame(request, now=timezone.now()) | {"form": form, "offer": row.id, "actions": [action]}
    return render(request, "technician/decline.html", context, status=422 if form.errors else 200)
