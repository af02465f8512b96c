"""The board's page, and the form that asks or sets a technician from it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.goods import queries as goods
from anxin.faces import shared
from anxin.faces.desk import case as cases
from anxin.faces.desk.board import showing
from anxin.faces.desk.case import SEEKING, Case
from anxin.faces.desk.doing import opened
from anxin.faces.desk.verbs import VERBS
from anxin.faces.ground import staff, telling

STAFF = "dispatcher operator"
PARTS = {"board": "desk/board/whole.html", "field": "desk/board/field.html"}
OFFER = VERBS["offer"]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def board(request: HttpRequest) -> HttpResponse:
    """Show the country or an area; `?repair=` opens one repair with who could go."""
    number = request.GET.get("repair", "")[:40]
    case = None
    slip = ""
    if number:
        try:
            case = cases.find(request, number)
        except Missing as error:
            slip = wording.error(error)
    return page(request, case=case, slip=slip)


def page(
    request: HttpRequest, *, case: Case | None, form: Any = None, slip: str = "", status: int = 200
) -> HttpResponse:
    """Show the board, with a repair open, a form as it was sent, or a refusal said."""
    now = timezone.now()
    shown = showing.Board(
        actor=shared.actor_of(request),
        now=now,
        wanted=showing.wanted_of(request),
        chosen=case.row.number if case else "",
        picks=tuple(one.technician.number for one in case.candidates) if case else (),
    )
    context = {**showing.context(shown), **_chosen(request, case, form), "slip": slip}
    part = PARTS.get(request.GET.get("part", ""))
    if part:
        return render(request, part, {**context, "now": now, "once": staff.fresh()})
    counts = {"repairs": shown.found.total}
    frame = staff.frame(request, face="desk", now=now, counts=counts, search=reverse("desk:search"))
    brands = sorted({one.brand: one.brand_name for one in goods.products()}.items())
    return render(request, "desk/board/board.html", {**frame, **context, "brands": brands}, status=status)


def _asked(request: HttpRequest) -> str:
    kept = showing.wanted_of(request).url().partition("?")[2]
    return f"?{kept}" if kept else ""


def _chosen(request: HttpRequest, case: Case | None, form: Any) -> dict[str, Any]:
    if case is None:
        return {"case": None}
    view = case.view
    clock = next((one for one in view.clocks if one.state in ("running", "missed") and not one.met_at), None)
    facts: dict[str, Any] = {
        "case": view,
        "case_url": case.url,
        "title": telling.title_of(view.symptoms, view.product, view.category),
        "case_clock": telling.clock_of(clock),
        "state": wording.state("repair", view.state),
        "closed_url": showing.wanted_of(request).url(),
        "offer_url": reverse("desk:board_offers", args=[view.number]) + _asked(request),
    }
    asks = OFFER.shown(case) and shared.actor_of(request).may(frozenset({"dispatcher"}))
    if asks:
        lying = form or opened(OFFER, case, technician=request.GET.get("technician", "")[:40]).form
        facts |= {
            "form": lying,
            "choices": showing.choices(case, lying),
            "asked": [one for one in case.offers if one.state in ("sent", "seen")],
        }
    elif view.visit and view.visit.state in SEEKING:
        facts |= {"asked": [one for one in case.offers if one.state in ("sent", "seen")]}
    return facts


@never_cache
@require_POST
@shared.for_roles("dispatcher")
def offers(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a technician, or set one after speaking with him; what is refused is said on the board."""
    case = cases.find(request, number)
    if not OFFER.shown(case):
        sentence = _("Somebody else was quicker: the case stands elsewhere now.")
        return page(request, case=case, slip=sentence, status=409)
    form = opened(OFFER, case, data=request.POST).form
    if not form.is_valid():
        return page(request, case=case, form=form, status=422)
    given = {**form.cleaned_data, "form": form, "how": request.POST.get("how", "")}
    try:
        staff.act_once(request, lambda: OFFER.work(cases.find(request, number), given))
    except Missing:
        raise
    except AnxinError as error:
        case = cases.find(request, number)
        return page(request, case=case, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(showing.wanted_of(request).url(repair=number))
