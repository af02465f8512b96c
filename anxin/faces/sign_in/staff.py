"""Staff: name and password, then the authenticator; the first time it is set up here."""

import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django import forms as django_forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.actors import ACCOUNTS
from anxin.core.errors import AnxinError
from anxin.core.sessions import lifecycle
from anxin.domain.people import queries as people
from anxin.domain.people.actions import credentials, factors, throttle
from anxin.domain.people.actions.throttle import Attempt
from anxin.domain.people.queries import factors as kept
from anxin.faces import shared
from anxin.faces.ground import qr_codes, site
from anxin.faces.sign_in import forms, session

if TYPE_CHECKING:
    from anxin.domain.people.models import Account

BACKEND = "anxin.domain.people.queries.current_user.SignedIn"
_hashing = threading.BoundedSemaphore(2)
"""Comparing a password costs a fifth of a second by design: two at a time leave room for everybody else."""


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(session.wanted(request) or session.home_of(shared.actor_of(request)))
    form = forms.SignInForm(request.POST or None)
    if not form.is_valid():
        return page(request, "sign_in/sign_in.html", form)
    attempt = session.attempt_of(request, form.cleaned_data["username"])
    _limit(request, attempt)
    try:
        proof = proved(request, attempt, form.cleaned_data["password"])
        account = shared.act(request, lambda: credentials.enter(proof=proof, attempt=attempt, now=timezone.now()))
    except AnxinError as error:
        return page(request, "sign_in/sign_in.html", form, error)
    session.remember_half(request, account.id)
    return _on(request, "sign_in:code" if kept.is_enrolled(account.pk) else "sign_in:second_factor")


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator's code, or a recovery code."""
    account = session.half(request)
    if account is None:
        return _on(request, "sign_in:staff")
    form = forms.CodeForm(request.POST or None)
    if not form.is_valid():
        return page(request, "sign_in/code.html", form)
    given, attempt = form.cleaned_data["code"], session.attempt_of(request, credentials.username_of(account))
    _limit(request, attempt)
    try:
        shared.act(request, lambda: throttle.admit_code(account=account, known=attempt.known, now=timezone.now()))
        user, how = shared.act(
            request,
            lambda: factors.check(account=account, code=given, attempt=attempt, now=timezone.now()),
        )
    except AnxinError as error:
        return page(request, "sign_in/code.html", form, error)
    come_in(request, user, how)
    inside = HttpResponseRedirect(session.wanted(request) or session.home_of(shared.actor_of(request)))
    session.know(request, inside, user.get_username())
    return inside


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the second step: a passkey, or an authenticator by its first code; recovery codes come once."""
    account = session.half(request)
    if account is None:
        return _on(request, "sign_in:staff")
    form = forms.SixDigitsForm(request.POST or None)
    try:
        if not form.is_valid():
            return setup_page(request, form, address=address_of_begun(request, account))
        given, mine, now = form.cleaned_data["code"], session.begun(request), timezone.now()
        user, codes = shared.act(request, lambda: factors.confirm(account=account, mine=mine, code=given, now=now))
    except factors.AlreadyEnrolled:
        return _on(request, "sign_in:code")
    except AnxinError as error:
        return setup_page(request, form, address=address_of_begun(request, account), error=error)
    come_in(request, user, "first")
    home = session.wanted(request) or session.home_of(shared.actor_of(request))
    inside = render(request, "sign_in/recovery_codes.html", {"codes": codes, "home": home})
    session.know(request, inside, user.get_username())
    return inside


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the session ends here and everywhere it was copied to."""
    actor = shared.actor_of(request)
    if actor.kind in ACCOUNTS:
        origin = shared.origin_of(request)
        shared.act(
            request,
            lambda: credentials.note_sign_out(account=UUID(actor.id), by=actor, origin=origin, now=timezone.now()),
        )
    there = session.company_sign_out(request)
    auth.logout(request)
    if there:
        answer = render(request, "sign_in/signed_out.html", {"there": there})
        for name, value in session.LEFT_BEHIND.items():
            answer.headers[name] = value
        return answer
    return HttpResponseRedirect(reverse("sign_in:staff"), headers=session.LEFT_BEHIND)


def _limit(request: HttpRequest, attempt: Attempt) -> None:
    """Count by address; a browser that knows the name has a count of its own, which its neighbours don't use up."""
    if not attempt.known:
        shared.limit(request, "sign-in", burst=60, per_min=30)


def proved(request: HttpRequest, attempt: Attempt, password: str) -> credentials.Proof:
    """Count a try, then compare the password outside of any block; raises `Slowed`."""
    shared.act(request, lambda: throttle.admit(attempt=attempt, now=timezone.now()))
    with _hashing:
        return credentials.prove(username=attempt.username, password=password)


def hashed(password: str, account: UUID) -> str:
    """Hash a new password, as one of the few at a time."""
    with _hashing:
        return credentials.hashed(password=password, account=account)


def hashed_for(password: str, *, username: str, called: str) -> str:
    """Hash the password of an account that isn't kept yet, as one of the few at a time."""
    with _hashing:
        return credentials.hashed_for(password=password, username=username, called=called)


def come_in(request: HttpRequest, user: "Account", how: str) -> None:
    """Begin the sign-in of somebody who has proved himself."""
    origin, now = shared.origin_of(request), timezone.now()
    stay = shared.act(request, lambda: credentials.entered(account=user, how=how, origin=origin, now=now))
    auth.login(request, user, backend=BACKEND)
    request.session.pop(session.HALF, None)
    lifecycle.begin(request.session, handle=stay.handle, lasts=stay.lasts, idle=stay.idle, now=now)
    session.prove(request)
    shared.forget_actor(request)


def address_of_begun(request: HttpRequest, account: UUID, *, further: bool = False) -> str:
    """Return the address of the authenticator that is being set up in this session, and in no other."""
    mine, now = session.begun(request), timezone.now()
    named = site.imprint(now=now).name
    begun = shared.act(request, lambda: factors.begin(account=account, mine=mine, now=now, further=further, site=named))
    request.session[session.BEGUN] = str(begun.id)
    return begun.address


def setup_page(
    request: HttpRequest,
    form: django_forms.Form,
    *,
    address: str,
    error: AnxinError | None = None,
    template: str = "sign_in/second_factor.html",
) -> HttpResponse:
    """Show the picture and the key of an authenticator that is being set up."""
    secret = parse_qs(urlsplit(address).query)["secret"][0]
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    extra: dict[str, object] = {"picture": qr_codes.qr(address, scale=5), "address": address, "secret": groups}
    return page(request, template, form, error, extra)


def refusal_words(error: AnxinError) -> str:
    """Say a refusal in words."""
    return str(wording.error(error))


def page(
    request: HttpRequest,
    template: str,
    form: django_forms.Form,
    error: AnxinError | None = None,
    extra: dict[str, object] | None = None,
) -> HttpResponse:
    """Show a sign-in form with its error; one slowed down says how long to wait and keeps its place in the queue."""
    if error is not None and form.is_bound:
        form.add_error("code" if isinstance(error, factors.WrongFirstCode) else None, wording.error(error))
    status = shared.number_of(error) if error else 422 if form.is_bound else 200
    slowed = error if isinstance(error, throttle.Slowed) else None
    refused = refusal_words(error) if error is not None and not form.is_bound else ""
    sought = request.GET.get("house", "").strip().lower()[:40]
    house = people.organisation_called(sought) if sought else None
    ways = {"passkeys": session.site_of(request).rp, "companies": session.ways_in(house)}
    told = {"refused": refused, "form": form, "next": session.wanted(request), "sought": sought, **ways}
    told["seeks"] = "house" in request.GET and not (house and ways["companies"])
    context = {**told, "slowed": slowed, **(extra or {})}
    answer = render(request, template, context, status=status)
    if slowed:
        answer["Retry-After"] = str(slowed.facts["wait_s"])
    return answer


def _on(request: HttpRequest, name: str) -> HttpResponse:
    target = session.wanted(request)
    return HttpResponseRedirect(reverse(name, query={"next": target} if target else None))
