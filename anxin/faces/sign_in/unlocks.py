"""Past the slow-down: a code to the account's phone, or one an administrator tells."""

import contextlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core.errors import AnxinError
from anxin.domain.people.actions import codes, unlocks
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the name and send a code; known or not, sent or refused, the next page takes an administrator's code."""
    form = forms.SignInNameForm(request.POST or None)
    if not form.is_valid():
        return staff.page(request, "sign_in/unlock.html", form)
    name, origin = form.cleaned_data["username"], shared.origin_of(request)
    try:
        shared.limit(request, "phone", burst=20, per_min=10)
    except shared.TooMany:  # others behind the same address: nothing is sent or kept, a code is taken all the same
        told: dict[str, object] = {"unsent": True, "name": name}
        return staff.page(request, "sign_in/unlock_code.html", forms.UnlockingCodeForm(), extra=told)
    login: UUID | None = None
    with contextlib.suppress(codes.TooManyCodes, codes.MessagesSpent):  # the next page says so
        login = shared.act(request, lambda: unlocks.ask(username=name, origin=origin, now=timezone.now()))
    request.session[session.UNLOCKING] = [str(login or ""), name]
    return HttpResponseRedirect(reverse("sign_in:unlock_code"))


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code, and let this browser know the name; nobody's tries hold up an administrator's."""
    login, name = request.session.get(session.UNLOCKING, ("", request.POST.get("username", "")[:64]))
    if not name:
        return HttpResponseRedirect(reverse("sign_in:unlock"))
    form = forms.UnlockingCodeForm(request.POST or None)
    told: dict[str, object] = {"unsent": not login, "name": name}
    if not form.is_valid():
        return staff.page(request, "sign_in/unlock_code.html", form, extra=told)
    given, origin = form.cleaned_data["code"], shared.origin_of(request)
    if not unlocks.is_handed_out(username=name, code=given, now=timezone.now()):
        shared.limit(request, "phone", burst=20, per_min=10)
    asked = UUID(login) if login else None
    try:
        shared.act(
            request,
            lambda: unlocks.check(login=asked, username=name, code=given, origin=origin, now=timezone.now()),
        )
    except AnxinError as error:
        return staff.page(request, "sign_in/unlock_code.html", form, error, told)
    request.session.pop(session.UNLOCKING, None)
    back = HttpResponseRedirect(reverse("sign_in:staff"))
    session.know(request, back, name)
    return back
