"""The first visit: the code of the terminal, then operator and first administrator in one go."""

import contextlib
from pathlib import Path

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.people.actions.credentials import WeakPassword
from anxin.faces import shared
from anxin.faces.setup import forms
from anxin.faces.sign_in import session, staff

ADDRESS_FILE = "setup.json"
ASKED = ("operator", "site", "licence", "filing", "address", "called", "username", "mail")
"""What is asked on the page, beside the code and the password."""


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then for who runs this; where somebody administers already, lead to the steps."""
    if not queries.is_empty():
        return HttpResponseRedirect(reverse("setup:steps"))
    shared.limit(request, "setup", burst=20, per_min=6)
    if request.method == "POST" and "operator" in request.POST:
        return _found(request)
    given = (request.POST or request.GET).get("code", "")
    form = forms.CodeForm({"code": given} if given or request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "setup/code.html", form)
    try:
        opening.admit(code=form.cleaned_data["code"], now=timezone.now())
    except AnxinError as error:
        return _page(request, "setup/code.html", form, error)
    return _page(request, "setup/first.html", forms.FoundingForm(initial={"code": form.cleaned_data["code"]}))


def _found(request: HttpRequest) -> HttpResponse:
    form = forms.FoundingForm(request.POST)
    if not form.is_valid():
        return _page(request, "setup/first.html", form)
    given = form.cleaned_data
    try:
        password = staff.hashed_for(given["new"], username=given["username"], called=given["called"])
        founding = opening.Founding(password=password, **{name: given[name] for name in ASKED})
        account = shared.act(
            request,
            lambda: opening.found_house(code=given["code"], founding=founding, now=timezone.now()),
        )
    except AnxinError as error:
        return _page(request, "setup/first.html", form, error)
    with contextlib.suppress(OSError):  # the code is dead; the file that named it is only tidied up
        (Path(settings.DATA) / ADDRESS_FILE).unlink(missing_ok=True)
    session.remember_half(request, account.pk)
    return HttpResponseRedirect(reverse("sign_in:second_factor", query={"next": reverse("setup:steps")}))


def _page(
    request: HttpRequest, template: str, form: django_forms.Form, error: AnxinError | None = None
) -> HttpResponse:
    if error is not None:
        field = "new" if isinstance(error, WeakPassword) else error.field if isinstance(error, Invalid) else ""
        hidden = field not in form.fields or form.fields[field].widget.is_hidden
        form.add_error(None if hidden else field, wording.error(error))
    status = shared.number_of(error) if error else 422 if form.is_bound else 200
    return render(request, template, {"form": form}, status=status)
