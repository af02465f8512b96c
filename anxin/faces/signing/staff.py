"""Staff: name and password, then the authenticator; the first time it is set up here."""

import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import segno
from django import forms as django_forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.domain.people.actions import signing
from anxin.faces import shared
from anxin.faces.signing import door, forms

if TYPE_CHECKING:
    from anxin.domain.people.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"
_hashing = threading.BoundedSemaphore(2)
"""Comparing a password costs a fifth of a second by design: two at a time leave room for everybody else."""


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(door.wanted(request) or door.home_of(shared.actor_of(request)))
    form = forms.SignIn(request.POST or None)
    if not form.is_valid():
        return _page(request, "signing/sign_in.html", form)
    shared.limit(request, "sign-in", burst=60, per_min=30)
    with _hashing:
        proof = signing.prove(**form.cleaned_data)
    try:
        account = shared.act(request, lambda: signing.enter(proof=proof, now=timezone.now()))
    except AnxinError as error:
        return _page(request, "signing/sign_in.html", form, error)
    door.remember_half(request, account.id)
    return _on(request, "signing:code" if account.totp_confirmed_at else "signing:second_factor")


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the authenticator's code, or a recovery code."""
    account = door.half(request)
    if account is None:
        return _on(request, "signing:staff")
    form = forms.Code(request.POST or None)
    if not form.is_valid():
        return _page(request, "signing/code.html", form)
    shared.limit(request, "sign-in", burst=60, per_min=30)
    given = form.cleaned_data["code"]
    try:
        user = shared.act(request, lambda: signing.check_second_factor(account=account, code=given, now=timezone.now()))
    except AnxinError as error:
        return _page(request, "signing/code.html", form, error)
    _enter(request, user)
    return HttpResponseRedirect(door.wanted(request) or door.home_of(shared.actor_of(request)))


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the authenticator: show its picture, take its first code, hand out recovery codes once."""
    account = door.half(request)
    if account is None:
        return _on(request, "signing:staff")
    form = forms.SixDigits(request.POST or None)
    try:
        if not form.is_valid():
            return _setup(request, form, address=_begun(request, account))
        given = form.cleaned_data["code"]
        user, codes = shared.act(
            request, lambda: signing.confirm_second_factor(account=account, code=given, now=timezone.now())
        )
    except signing.AlreadyEnrolled:
        return _on(request, "signing:code")
    except AnxinError as error:
        return _setup(request, form, address=_begun(request, account), error=error)
    _enter(request, user)
    home = door.wanted(request) or door.home_of(shared.actor_of(request))
    return render(request, "signing/recovery_codes.html", {"codes": codes, "home": home})


@never_cache
@sensitive_post_parameters()
@shared.for_roles("staff technician")
def password(request: HttpRequest) -> HttpResponse:
    """Change the password of whoever is signed in."""
    form = forms.NewPassword(request.POST or None)
    if not form.is_valid():
        return _page(request, "signing/password.html", form)
    shared.limit(request, "password", burst=10, per_min=5)
    mine = _mine(request)
    try:
        with _hashing:
            proof = signing.prove(username=request.user.get_username(), password=form.cleaned_data["old"])
            new = signing.hashed(password=form.cleaned_data["new"], account=mine)
        user = shared.act(
            request, lambda: signing.change_password(account=mine, proof=proof, new=new, now=timezone.now())
        )
    except AnxinError as error:
        return _page(request, "signing/password.html", form, error)
    auth.update_session_auth_hash(request, user)
    return render(request, "signing/password_changed.html", {"home": door.home_of(shared.actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("staff technician")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes for whoever is signed in and holds the authenticator."""
    form = forms.SixDigits(request.POST or None)
    if not form.is_valid():
        return _page(request, "signing/renew_codes.html", form)
    mine, given = _mine(request), form.cleaned_data["code"]
    try:
        codes = shared.act(request, lambda: signing.renew_recovery_codes(account=mine, code=given, now=timezone.now()))
    except AnxinError as error:
        return _page(request, "signing/renew_codes.html", form, error)
    home = door.home_of(shared.actor_of(request))
    return render(request, "signing/recovery_codes.html", {"codes": codes, "home": home})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the session ends here and everywhere it was copied to."""
    auth.logout(request)
    return HttpResponseRedirect(reverse("signing:staff"))


def _enter(request: HttpRequest, user: "Account") -> None:
    auth.login(request, user, backend=BACKEND)
    request.session.pop(door.HALF, None)
    request.session.set_expiry(door.STAFF_STAYS_S)
    shared.forget_actor(request)


def _mine(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


def _begun(request: HttpRequest, account: UUID) -> str:
    return shared.act(request, lambda: signing.begin_second_factor(account=account, now=timezone.now()))


def _setup(
    request: HttpRequest, form: django_forms.Form, *, address: str, error: AnxinError | None = None
) -> HttpResponse:
    picture = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True, svgclass="qr", lineclass=None)
    secret = parse_qs(urlsplit(address).query)["secret"][0]
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    extra: dict[str, object] = {"picture": mark_safe(picture), "secret": groups}
    return _page(request, "signing/second_factor.html", form, error, extra)


def _page(
    request: HttpRequest,
    template: str,
    form: django_forms.Form,
    error: AnxinError | None = None,
    extra: dict[str, object] | None = None,
) -> HttpResponse:
    if error is not None:
        form.add_error(None, wording.error(error))
    status = shared.number_of(error) if error else 422 if form.is_bound else 200
    context = {"form": form, "next": door.wanted(request), **(extra or {})}
    return render(request, template, context, status=status)


def _on(request: HttpRequest, name: str) -> HttpResponse:
    target = door.wanted(request)
    return HttpResponseRedirect(reverse(name, query={"next": target} if target else None))
