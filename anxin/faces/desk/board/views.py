"""The board's page, and the form that asks or sets a technician from it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import Missing
from anxin.domain.repairs.commands import TABLE
from anxin.faces import shared
from anxin.faces.desk import case as cases
from anxin.faces.desk.board import contents, rows
from anxin.faces.desk.board.filters import wanted_of
from anxin.faces.desk.case import RepairCase
from anxin.faces.desk.commands import ranked
from anxin.faces.ground import candidates, repair_parts, staff, streets
from anxin.faces.ground.commands import Place, Runner, Shown

STAFF = "dispatcher operator"
PARTS = {"board": "desk/board/whole.html", "field": "desk/board/field.html"}
OFFER = "offer"


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
    request: HttpRequest, *, case: RepairCase | None, form: Any = None, slip: str = "", status: int = 200
) -> HttpResponse:
    """Show the board, with a repair open, a form as it was sent, or a refusal said."""
    now = timezone.now()
    shown = contents.BoardPage(
        actor=shared.actor_of(request),
        now=now,
        wanted=wanted_of(request),
        chosen=case.row.number if case else "",
        picks=tuple(one.technician.number for one in case.candidates) if case else (),
    )
    context = {**contents.context(shown), **_chosen(request, case, form), "slip": slip}
    part = PARTS.get(request.GET.get("part", ""))
    if part:
        return render(request, part, {**context, "now": now, "once": staff.fresh()})
    counts = {"repairs": shown.open_repairs.total}
    frame = staff.frame(request, face="desk", now=now, counts=counts, search=reverse("desk:search"))
    brands = sorted({**shown.open_repairs.brands, **shown.field.brands}.items())
    page = render(request, "desk/board/board.html", {**frame, **context, "brands": brands}, status=status)
    return streets.allow(page)


def _asked(request: HttpRequest) -> str:
    kept = wanted_of(request).url().partition("?")[2]
    return f"?{kept}" if kept else ""


def _chosen(request: HttpRequest, case: RepairCase | None, form: Any) -> dict[str, Any]:
    if case is None:
        return {"case": None}
    view = case.view
    clock = next((one for one in view.clocks if one.met_at is None and one.paused_since is None), None)
    facts: dict[str, Any] = {
        "case": view,
        "case_url": case.url,
        "title": repair_parts.title_of(view.symptoms, view.product, view.category),
        "case_clock": repair_parts.clock_of(clock),
        "state": repair_parts.stands(view),
        "closed_url": wanted_of(request).url(),
        "offer_url": reverse("desk:board_offers", args=[view.number]) + _asked(request),
    }
    if OFFER in case.allowed and case.actor.may(frozenset({"dispatcher"})):
        lying = form or RUNNER.open(OFFER, case, asked={"technician": request.GET.get("technician", "")[:40]}).form
        facts |= {
            "form": lying,
            "choices": rows.choices(case, lying),
            "orders": "order" in case.allowed,
            "asked": [one for one in case.offers if one.waits],
        }
    elif view.visit and view.visit.seeking:
        facts |= {"asked": [one for one in case.offers if one.waits]}
        facts |= {"nobody_goes": "" if case.situation.outlets else candidates.nobody_goes(beyond=False, served=False)}
    return facts


@never_cache
@require_POST
@shared.for_roles("dispatcher")
def offers(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a technician, or set one after speaking with him; what is refused is said on the board."""
    return RUNNER.give(request, number, OFFER)


def _page(request: HttpRequest, case: RepairCase, shown: Shown, status: int = 200) -> HttpResponse:
    return page(request, case=case, form=shown.opened and shown.opened.form, slip=shown.slip, status=status)


RUNNER: Runner[RepairCase] = Runner(
    TABLE,
    (Place(name=OFFER, first=ranked),),
    find=cases.find,
    page=_page,
    done=lambda request, case, name: wanted_of(request).url(repair=case.row.number),
)
