"""Log a call: a new one, or a further one about a contact that is known."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries
from anxin.faces import shared
from anxin.faces.desk.contacts.forms import Logged, NewCall
from anxin.faces.desk.contacts.pages import RUNNER, STAFF, find, page
from anxin.faces.desk.queue import logs_calls
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Shown


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def new(request: HttpRequest) -> HttpResponse:
    """Ask whom, about which case, how long, and what became of it."""
    actor, now = shared.actor_of(request), timezone.now()
    form = NewCall(request.POST or None, now=now)
    if request.method == "GET":
        form.initial["about"] = request.GET.get("about", "")[:40]
        return _form(request, form, 200)
    about = None
    if form.is_valid() and form.cleaned_data["about"].strip():
        try:
            about = queries.case_of(form.cleaned_data["about"], actor=actor, now=now)
        except queries.NoSuchCase:
            form.add_error("about", _("There is no such case, or not for you. Leave it empty to go on without."))
    if not form.is_valid():
        return _form(request, form, 422)
    made = list[str]()
    call = form.call(about=about)

    def work() -> None:
        made.append(contacts.log_call(call=call, by=actor, now=now).number)

    if not staff.act_once(request, work) or not made:
        return HttpResponseRedirect(reverse("desk_contacts:contacts"))
    messages.success(request, _("The call is written down."))
    return HttpResponseRedirect(reverse("desk_contacts:contact", args=made))


def _form(request: HttpRequest, form: NewCall, status: int) -> HttpResponse:
    reports = logs_calls(shared.actor_of(request))
    told = {"form": form, "known": (), "asked": False, "reports": reports}
    context = {**staff.frame(request, face="desk", now=timezone.now()), **told}
    return render(request, "desk/contacts/new.html", context, status=status)


@require_POST
@shared.for_roles(STAFF)
def further(request: HttpRequest, number: str) -> HttpResponse:
    """Log a further call about a contact."""
    form = Logged(request.POST, now=timezone.now())
    if not form.is_valid():
        return page(request, find(request, number), Shown(), status=422, call=form)

    def failed(error: AnxinError) -> HttpResponse:
        shown = Shown(slip=wording.error(error))
        return page(request, find(request, number), shown, status=shared.number_of(error), call=form)

    return RUNNER.carry(request, number, "call", form.taken(), failed=failed)
