"""The link to an account: whoever opens it chooses a password, once; and a new one where it was forgotten."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anxin.core.errors import AnxinError
from anxin.domain.people.queries import factors
from anxin.domain.staff import actions as employing
from anxin.domain.staff import queries
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a new password, then for the authenticator, which is set up or shown."""
    shared.limit(request, "link", burst=60, per_min=30)
    link = queries.invitation(token, now=timezone.now())
    known = link.account
    form = forms.FirstPasswordForm(request.POST or None)
    facts: dict[str, object] = {"username": known.username, "called": known.called, "token": token}
    facts["invited"] = link.kind == link.Kind.INVITED
    facts["companies"] = session.ways_in(queries.home_of(known, now=timezone.now()))
    if not form.is_valid():
        return staff.page(request, "sign_in/invitation.html", form, extra=facts)
    try:
        new = staff.hashed(form.cleaned_data["new"], known.pk)
        account = shared.act(request, lambda: employing.accept(token=token, new=new, now=timezone.now()))
    except AnxinError as error:
        return staff.page(request, "sign_in/invitation.html", form, error, facts)
    session.remember_half(request, account.pk)
    return HttpResponseRedirect(reverse("sign_in:code" if factors.is_enrolled(account.pk) else "sign_in:second_factor"))


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the name and have a link mailed; known or not, with a mail address or without, the answer is the same."""
    form = forms.SignInNameForm(request.POST or None)
    if not form.is_valid():
        return staff.page(request, "sign_in/forgotten.html", form)
    shared.limit(request, "forgotten", burst=5, per_min=2)
    name = form.cleaned_data["username"]
    shared.act(request, lambda: employing.ask_forgotten(username=name, now=timezone.now()))
    return render(request, "sign_in/forgotten_asked.html", {"name": name})
