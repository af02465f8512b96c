"""See a claim, do something with it, decide it, see plain details for a reason, take the dossier away."""

from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.states import TAKES, WORKS
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.desk.claims import queue
from anxin.faces.desk.claims.case import Case, find
from anxin.faces.desk.claims.deciding import Decision, preview_of
from anxin.faces.desk.claims.page import Shown, page
from anxin.faces.desk.claims.verbs import VERBS, Verb
from anxin.faces.ground import sending, staff

SHOWN_S = 30


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A form that lies open beside the claim."""

    name: str
    title: str
    then: str
    form: django_forms.Form
    danger: bool = False


def opened(one: Verb, case: Case, *, data: Any = None, asked: Any = None) -> Opened:
    """Open the form of a deed."""
    form = one.form(data, case=case, asked=asked)
    return Opened(name=one.name, title=str(one.title), then=str(one.then), form=form, danger=one.danger)


@never_cache
@require_safe
@shared.for_roles(queue.STAFF)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Show a claim; `?do=` opens the form of one deed."""
    case = find(request, number)
    verb = VERBS.get(request.GET.get("do", ""))
    form = None
    if verb is not None and verb.asks and verb.shown(case):
        form = opened(verb, case, asked=request.GET)
    slip = "" if form or verb is None else _("This can't be done now: meanwhile something has changed.")
    return page(request, case, Shown(opened=form, slip=slip))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(queue.STAFF)
def deed(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one deed; what is refused is said on the claim, with what was typed kept."""
    verb = VERBS.get(name)
    if verb is None:
        raise Http404
    case = find(request, number)
    if request.method == "GET":
        return HttpResponseRedirect(f"{case.url}?do={name}" if verb.asks else case.url)
    if not verb.shown(case):
        return page(request, case, Shown(slip=quicker(case)), status=409)
    form = opened(verb, case, data=request.POST)
    if not form.form.is_valid():
        return page(request, case, Shown(opened=form if verb.asks else None), status=422)
    given = {**form.form.cleaned_data, "form": form.form}
    try:
        staff.act_once(request, lambda: verb.work(find(request, number), given))
    except Missing:
        raise
    except AnxinError as error:
        return _failed(request, number, verb, error)
    return HttpResponseRedirect(f"{case.url}?done={name}")


def quicker(case: Case) -> str:
    """Say that somebody else was quicker, and who has the case now."""
    who = case.view.hearing_by
    if who and case.view.may_judge == "with_another":
        return _("{who} has this case now; nothing was changed by you.").format(who=who)
    return _("Somebody else was quicker: the claim stands elsewhere now. Nothing was changed by you.")


def _failed(request: HttpRequest, number: str, verb: Verb, error: AnxinError) -> HttpResponse:
    case = find(request, number)
    form = opened(verb, case, data=request.POST) if verb.asks and verb.shown(case) else None
    status = shared.number_of(error)
    if form is not None and isinstance(error, Invalid) and error.field in form.form.fields:
        form.form.add_error(error.field, wording.error(error))
        return page(request, case, Shown(opened=form), status=status)
    return page(request, case, Shown(opened=form, slip=wording.error(error)), status=status)


@never_cache
@require_POST
@shared.for_roles("reviewer")
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Decide, or first read what both sides would read; what can't be is said with what was typed kept."""
    case = find(request, number)
    form = Decision(request.POST, case=case)
    if not form.is_valid():
        return page(request, case, Shown(ruling=form), status=422)
    if request.POST.get("how") == "preview":
        return page(request, case, Shown(ruling=form, preview=preview_of(form)))
    ruling = form.ruling

    def work() -> None:
        fresh = find(request, number)
        claims.propose(claim=fresh.row, ruling=ruling, by=fresh.actor, now=fresh.now)

    try:
        staff.act_once(request, work)
    except Missing:
        raise
    except AnxinError as error:
        fresh = find(request, number)
        kept = Decision(request.POST, case=fresh)
        kept.is_valid()
        if isinstance(error, Invalid) and error.field in kept.fields:
            kept.add_error(error.field, wording.error(error))
            return page(request, fresh, Shown(ruling=kept), status=shared.number_of(error))
        said = quicker(fresh) if error.code == "core.wrong_state" else wording.error(error)
        return page(request, fresh, Shown(ruling=kept, slip=said), status=shared.number_of(error))
    return HttpResponseRedirect(f"{case.url}?done=decision")


@never_cache
@require_POST
@shared.for_roles(WORKS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that the buyer can read."""
    case = find(request, number)
    field, reason = request.POST.get("field", "contact"), request.POST.get("reason", "")[:200]
    if field not in ("contact", "address"):
        raise Http404
    fields = ("name", "phone") if field == "contact" else ("address",)
    person = case.row.buyer

    def work() -> list[str]:
        given: dict[str, Any] = {"person": person, "stream": case.row.stream(), "reason": reason, "by": case.actor}
        return [people.reveal(field=one, **given, now=timezone.now()) for one in fields]

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": SHOWN_S,
        "name": plain[0],
        "phone": plain[1] if len(plain) > 1 else "",
        "masked_name": masked.name if field == "contact" else masked.division,
        "masked_phone": masked.phone if field == "contact" else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return page(request, case, Shown(revealed={field: shown}))


@never_cache
@require_POST
@shared.for_roles(TAKES)
def dossier(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the dossier away: first written down who takes it, then built with that line in it."""
    case = find(request, number)
    shared.act(request, lambda: evidence.export(stream=case.row.stream(), by=case.actor, now=case.now))
    return packed(case)


def packed(case: Case) -> HttpResponseBase:
    """Build the dossier outside every block and stream it."""
    out = evidence_queries.build(queries.dossier(case.row, now=case.now, reader=case.actor), now=timezone.now())
    return sending.pack(out, case.row.number)
