"""One's own passkeys and authenticators: listed, named, added, removed, by whoever has just proved himself."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import settings
from anxin.core.actors import ACCOUNTS
from anxin.core.errors import AnxinError
from anxin.domain.people.actions import factors as acting_factors
from anxin.domain.people.actions import sign_in_records, throttle
from anxin.domain.people.queries import factors as kept
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff

WORKS_HERE = " ".join(ACCOUNTS)


def proved[**P](view: shared.View[P]) -> shared.View[P]:
    """Let somebody change what opens his sign-in only when he has just proved himself; ask him first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if session.is_proved(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("sign_in:factors")
        return HttpResponseRedirect(reverse("sign_in:proof", query={"next": back}))

    return guarded  # type: ignore[return-value]  # wraps() keeps the signature


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(WORKS_HERE)
def proof(request: HttpRequest) -> HttpResponse:
    """Ask whoever is signed in to prove himself once more: a code, or a passkey."""
    form = forms.CodeForm(request.POST or None)
    if not form.is_valid():
        return staff.page(request, "sign_in/proof.html", form)
    given, attempt = form.cleaned_data["code"], session.attempt_of(request, request.user.get_username())
    mine, actor, origin = _mine(request), shared.actor_of(request), shared.origin_of(request)
    try:
        shared.act(request, lambda: throttle.admit_code(account=mine, known=attempt.known, now=timezone.now()))
        shared.act(
            request,
            lambda: acting_factors.check(account=mine, code=given, attempt=attempt, now=timezone.now()),
        )
    except AnxinError as error:
        return staff.page(request, "sign_in/proof.html", form, error)
    shared.act(
        request,
        lambda: sign_in_records.note("proved", by=actor, origin=origin, now=timezone.now(), account=mine),
    )
    session.prove(request)
    return HttpResponseRedirect(session.wanted(request) or reverse("sign_in:factors"))


@never_cache
@require_safe
@shared.for_roles(WORKS_HERE)
def mine(request: HttpRequest) -> HttpResponse:
    """List passkeys and authenticators."""
    here = session.site_of(request)
    public = str(settings.get("notices.address", at=timezone.now()))
    facts = {
        "factors": kept.factors_of(_mine(request), rp=here.rp),
        "proved": session.is_proved(request),
        "passkeys": here.rp,
        "elsewhere": "" if here.rp else urlsplit(public).hostname or "",
        "home": session.home_of(shared.actor_of(request)),
    }
    return render(request, "sign_in/factors.html", facts)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(WORKS_HERE)
@proved
def authenticator(request: HttpRequest) -> HttpResponse:
    """Set up a further authenticator."""
    form, account = forms.Further(request.POST or None), _mine(request)

    def shown(error: AnxinError | None = None) -> HttpResponse:
        address = staff.address_of_begun(request, account, further=True)
        return staff.setup_page(request, form, address=address, error=error, template="sign_in/authenticator.html")

    try:
        if not form.is_valid():
            return shown()
        given, name = form.cleaned_data["code"], form.cleaned_data["name"]
        mine, now = session.begun(request), timezone.now()
        shared.act(
            request,
            lambda: acting_factors.confirm(account=account, mine=mine, code=given, name=name, now=now, further=True),
        )
    except acting_factors.EnoughFactors as error:
        messages.warning(request, staff.refusal_words(error))
        return HttpResponseRedirect(reverse("sign_in:factors"))
    except AnxinError as error:
        return shown(error)
    messages.success(request, _("The authenticator is kept."))
    return HttpResponseRedirect(reverse("sign_in:factors"))


@never_cache
@require_POST
@shared.for_roles(WORKS_HERE)
@proved
def rename(request: HttpRequest, key: UUID) -> HttpResponse:
    """Call one of them by another name."""
    name = request.POST.get("name", "")
    return _done(request, lambda: acting_factors.rename(account=_mine(request), factor=key, name=name))


@never_cache
@require_POST
@shared.for_roles(WORKS_HERE)
@proved
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Remove one of them, never the last that opens the sign-in."""
    rp = session.site_of(request).rp
    return _done(
        request,
        lambda: acting_factors.remove(account=_mine(request), factor=key, rp=rp, now=timezone.now()),
    )


def _done(request: HttpRequest, work: Callable[[], None]) -> HttpResponse:
    try:
        shared.act(request, work)
    except AnxinError as error:
        messages.warning(request, staff.refusal_words(error))
    return HttpResponseRedirect(reverse("sign_in:factors"))


def _mine(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))
