"""Rate a repair: stars, tags, own words; once, and it can't be changed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.domain.quality import queries
from anxin.domain.quality.commands import RATINGS
from anxin.domain.quality.rules import RatingSituation
from anxin.domain.quality.wording import ASPECTS, WHY_NO_REVIEW
from anxin.domain.repairs import queries as repairs
from anxin.faces import shared
from anxin.faces.customer.progress import CUSTOMER
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.repairs.models import Repair


type RatedRepair = RowCase[Repair, RatingSituation]
"""A repair as the customer who rates it sees it."""


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the review, and take it."""
    return RUNNER.give(request, number, "review")


def _find(request: HttpRequest, number: str) -> RatedRepair:
    actor, now = shared.actor_of(request), timezone.now()
    row = repairs.repair(number, actor=actor, now=now)
    return row_case(request, row, url=reverse("customer:repair", args=[row.number]), read=queries.rating_situation)


def _page(request: HttpRequest, case: RatedRepair, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the form, or why there is none; what was rated already is read on the repair's own page."""
    why = case.situation.why
    if why == "given":
        return HttpResponseRedirect(_read(request, case, "review"))
    view = repairs.view(case.row, actor=case.actor, now=case.now)
    form = None if why or shown.opened is None else shown.opened.form
    context = {
        "form": form,
        "aspects": [form[f"star_{name}"] for name in ASPECTS] if form else [],
        "then": shown.opened.then if shown.opened else "",
        "number": case.row.number,
        "product": view.product,
        "technician": view.visit.technician.called if view.visit and view.visit.technician else "",
        "why": WHY_NO_REVIEW.get(why, ""),
        "slip": shown.slip,
        "actions": [{"name": _("Send it"), "form": "review", "primary": True}] if form else [],
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "customer/review.html", context, status=409 if why else status)


def _read(request: HttpRequest, case: RatedRepair, name: str) -> str:
    return f"{case.url}#review"


RUNNER: Runner[RatedRepair] = Runner(RATINGS, (Place(name="review"),), find=_find, page=_page, done=_read, apart=True)
