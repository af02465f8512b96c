"""Passkeys at the door: what a browser is asked to sign, and what its answer opens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core.errors import AnxinError
from anxin.domain.people.actions import passkeys
from anxin.domain.people.actions.credentials import WrongSignIn
from anxin.domain.people.actions.passkeys import Taken
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Say what a passkey has to sign to come in, or to prove who is in."""
    shared.limit(request, "passkey", burst=60, per_min=30)
    here, browser = session.site_of(request), shared.browser_of(request)
    key, options = shared.act(request, lambda: passkeys.ask_to_enter(site=here, browser=browser, now=timezone.now()))
    return JsonResponse({"key": str(key), "options": options})


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Let whoever's passkey signed in; whoever is in already has proved himself once more."""
    shared.limit(request, "passkey", burst=60, per_min=30)
    here, origin = session.site_of(request), shared.origin_of(request)
    answer = request.POST.get("answer", "")
    inside = bool(request.user.is_authenticated)
    try:
        taken = _taken(request, None)
        user = shared.act(
            request,
            lambda: passkeys.enter(taken=taken, answer=answer, site=here, origin=origin, now=timezone.now()),
        )
        if inside and user.pk != request.user.pk:
            raise WrongSignIn("answer", expected="a passkey of whoever is signed in", got="")
    except AnxinError as error:
        if inside:
            return staff.page(request, "sign_in/proof.html", forms.CodeForm(), error)
        return staff.page(request, "sign_in/sign_in.html", forms.SignInForm(), error)
    if not inside:
        staff.come_in(request, user, "passkey")
    session.prove(request)
    target = session.wanted(request) or session.home_of(shared.actor_of(request))
    response = HttpResponseRedirect(target)
    session.know(request, response, user.get_username())
    return response


@never_cache
@require_POST
def ask_new(request: HttpRequest) -> HttpResponse:
    """Say what a new passkey is to be made of."""
    account, further = _maker(request)
    here, browser = session.site_of(request), shared.browser_of(request)
    key, options = shared.act(
        request,
        lambda: passkeys.ask_to_make(account=account, site=here, browser=browser, now=timezone.now(), further=further),
    )
    return JsonResponse({"key": str(key), "options": options})


@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Keep a new passkey; the first one lets its owner in, and hands out recovery codes."""
    account, further = _maker(request)
    here, answer, name = session.site_of(request), request.POST.get("answer", ""), request.POST.get("name", "")
    try:
        taken = _taken(request, account)
        user, codes = shared.act(
            request,
            lambda: passkeys.make(
                account=account, taken=taken, answer=answer, name=name, site=here, now=timezone.now(), further=further
            ),
        )
    except AnxinError as error:
        messages.warning(request, staff.refusal_words(error))
        return HttpResponseRedirect(_back(request, further))
    if not further:
        staff.come_in(request, user, "first")
    elif not codes:
        messages.success(request, _("The passkey is kept."))
        return HttpResponseRedirect(reverse("sign_in:factors"))
    home = session.wanted(request) or session.home_of(shared.actor_of(request))
    response = render(request, "sign_in/recovery_codes.html", {"codes": codes, "home": home})
    session.know(request, response, user.get_username())
    return response


def _back(request: HttpRequest, further: bool) -> str:
    target = session.wanted(request)
    return reverse(
        "sign_in:factors" if further else "sign_in:second_factor", query={"next": target} if target else None
    )


def _maker(request: HttpRequest) -> tuple[UUID, bool]:
    """Return whose passkey is to be made, and whether beside others: of who has just proved himself, or is half in."""
    if request.user.is_authenticated:
        if not session.is_proved(request):
            raise session.NotProved
        return UUID(str(request.user.pk)), True
    account = session.half(request)
    if account is None:
        raise session.NotProved
    return account, False


def _taken(request: HttpRequest, account: UUID | None) -> Taken:
    key, browser = request.POST.get("key", ""), shared.browser_of(request)
    return shared.act(request, lambda: passkeys.take(key=key, browser=browser, account=account, now=timezone.now()))
