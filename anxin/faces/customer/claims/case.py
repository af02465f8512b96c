"""The buyer's case page: where it stands, what is promised, what comes next; and how every press comes back to it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.domain.claims import queries
from anxin.domain.claims.wording import REASONS, TYPES
from anxin.domain.evidence.wording import CAPTURE_NOT_PROOF, DECLARATIONS, NOT_PROOF
from anxin.faces import shared
from anxin.faces.customer.claims import beside, details, pictures, summary
from anxin.faces.customer.claims.forms import Address, Said, Waybill
from anxin.faces.customer.forms import Reason
from anxin.faces.ground import looks, staff
from anxin.faces.ground.evidence.captures import looked

if TYPE_CHECKING:
    from django import forms

    from anxin.domain.claims.models import Claim

CUSTOMER = "customer_link customer_phone"
SHORT = 6


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Show a claim to its buyer."""
    return page(request, claim_of(request, number))


def claim_of(request: HttpRequest, number: str) -> "Claim":
    """Find a claim of his own."""
    return queries.claim(number, actor=shared.actor_of(request), now=timezone.now())


def page(
    request: HttpRequest,
    row: "Claim",
    *,
    error: AnxinError | None = None,
    said: Said | None = None,
    waybill: Waybill | None = None,
    where: Address | None = None,
    slip: str = "",
) -> HttpResponse:
    """Show the case, with what went wrong beside what was typed."""
    actor, now = shared.actor_of(request), timezone.now()
    view = queries.view(row, actor=actor, now=now)
    looks.wear(request, row.seller, vouched=view.records.beside.hotline)
    everything = "all" in request.GET
    wrong = any(one is not None and one.errors for one in (said, waybill, where))
    context = {
        "view": view,
        "lead": summary.lead(view, told=summary.told_late(view, now=now), now=now),
        "clock": summary.clock_now(view),
        "steps": details.steps(view),
        "asked": details.asked(view),
        "offer": details.offer(view),
        "decision": details.decision(view),
        "earlier": [details.ruling(one, view) for one in view.decisions[1:]],
        "answers": details.answers(view),
        "evidence": details.evidence(view),
        "messages_said": details.said(view),
        "boxes": pictures.boxes(summary.roles(view), {}) if summary.may_add(view) else [],
        "outside": details.doors(view),
        "beside": beside.of(view, actor=actor, now=now),
        "type_said": TYPES[view.type],
        "reason_said": REASONS[view.reason],
        "declarations": list(DECLARATIONS.items()),
        "not_proof": NOT_PROOF,
        "captures": looked(view.captures),
        "capture_not_proof": CAPTURE_NOT_PROOF,
        "said": said or Said(),
        "waybill": waybill or Waybill(),
        "where": where or Address(),
        "trail": details.trail(view.timeline if everything else view.timeline[:SHORT]),
        "more": 0 if everything else max(0, len(view.timeline) - SHORT),
        "actions": summary.actions(view, now=now),
        "may_withdraw": any(step.name == "withdraw" for step in view.buttons),
        "slip": wording.error(error) if error else slip,
        "live_url": f"/live/customer/claim/{view.number}/",
        "once": staff.fresh(),
    }
    status = shared.number_of(error) if error else 422 if wrong or slip else 200
    return render(request, "customer/claims/case.html", context, status=status)


def do(request: HttpRequest, number: str, work: Callable[["Claim"], object]) -> HttpResponse:
    """Press a button: act in one block and come back; a refusal is said on the case page."""
    row = claim_of(request, number)
    try:
        staff.act_once(request, lambda: work(row))
    except AnxinError as error:
        return page(request, claim_of(request, number), error=error)
    return back(number)


def with_reason(
    request: HttpRequest,
    number: str,
    work: Callable[["Claim", str], object],
    *,
    heading: str,
    text: str,
    button: str,
    danger: bool = False,
) -> HttpResponse:
    """Ask for the reason on a page of its own, then act; what was typed is kept."""
    row, status = claim_of(request, number), 200
    form: forms.Form = Reason(request.POST or None)
    if form.is_valid():
        try:
            staff.act_once(request, partial(work, row, form.cleaned_data["why"]))
        except AnxinError as error:
            form.add_error(None, wording.error(error))
            status = shared.number_of(error)
        else:
            return back(number)
    elif form.errors:
        status = 422
    action = {"name": button, "form": "reason", "primary": not danger, "danger": danger}
    once = request.POST.get("once") or staff.fresh()
    context = {"form": form, "number": number, "heading": heading, "text": text, "actions": [action], "once": once}
    return render(request, "customer/claims/reason.html", context, status=status)


def back(number: str, part: str = "") -> HttpResponse:
    """Lead back to the case."""
    return HttpResponseRedirect(reverse("buyer:claim", args=[number]) + part)
