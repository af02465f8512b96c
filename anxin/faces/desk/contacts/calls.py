"""Log a call: a new one, or a further one about a contact that is known."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.contacts import queries
from anxin.domain.contacts.commands import CALLS
from anxin.domain.contacts.rules import CallsSituation
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.desk.contacts.forms import LoggedCallForm, NewCall
from anxin.faces.desk.contacts.pages import RUNNER, STAFF, find, page
from anxin.faces.desk.queue import logs_calls
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


type CallDesk = RowCase[Organisation, CallsSituation]
"""The desk at which a call is logged, as one request sees it."""


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def new(request: HttpRequest) -> HttpResponse:
    """Ask whom, about which case, how long, and what became of it."""
    form = NewCall(request.POST or None, now=timezone.now())
    if request.method == "GET":
        form.initial["about"] = request.GET.get("about", "")[:40]
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)

    def failed(error: AnxinError) -> HttpResponse:
        said, name = wording.error(error), error.field if isinstance(error, Invalid) else None
        if name == "about":
            said = _("There is no such case, or not for you. Leave it empty to go on without.")
        form.add_error(name if name in form.fields else None, said)
        return _form(request, form, 422 if isinstance(error, Invalid) else shared.number_of(error))

    return FIRST.carry(request, "", "first", form.taken(), failed=failed)


def _desk(request: HttpRequest, _number: str) -> CallDesk:
    return row_case(request, people.operator(), url=reverse("desk_contacts:new"), read=queries.calls_situation)


def _again(request: HttpRequest, case: CallDesk, shown: Shown, status: int = 200) -> HttpResponse:
    return _form(request, NewCall(request.POST or None, now=case.now), status)


def _logged(request: HttpRequest, case: CallDesk, name: str) -> str:
    """Lead to the call that was logged; to the list where this very form was sent twice."""
    made = getattr(request, "anxin_given", None)
    if made is None:
        return reverse("desk_contacts:contacts")
    messages.success(request, _("The call is written down."))
    return reverse("desk_contacts:contact", args=[made.number])


FIRST: Runner[CallDesk] = Runner(CALLS, (Place(name="first"),), find=_desk, page=_again, done=_logged)


def _form(request: HttpRequest, form: NewCall, status: int) -> HttpResponse:
    reports = logs_calls(shared.actor_of(request))
    told = {"form": form, "known": (), "asked": False, "reports": reports}
    context = {**staff.frame(request, face="desk", now=timezone.now()), **told}
    return render(request, "desk/contacts/new.html", context, status=status)


@require_POST
@shared.for_roles(STAFF)
def further(request: HttpRequest, number: str) -> HttpResponse:
    """Log a further call about a contact."""
    form = LoggedCallForm(request.POST, now=timezone.now())
    if not form.is_valid():
        return page(request, find(request, number), Shown(), status=422, call=form)

    def failed(error: AnxinError) -> HttpResponse:
        shown = Shown(slip=wording.error(error))
        return page(request, find(request, number), shown, status=shared.number_of(error), call=form)

    return RUNNER.carry(request, number, "call", form.taken(), failed=failed)
