"""What somebody signed in looks after himself: where he is signed in, his password, his recovery codes."""

from datetime import datetime
from uuid import UUID

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core.errors import AnxinError
from anxin.core.sessions import lifecycle
from anxin.domain.people import queries as people
from anxin.domain.people.actions import credentials, factors
from anxin.domain.people.queries import sign_in_log as log
from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.states import ADMINISTERS
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff
from anxin.faces.sign_in.factors import WORKS_HERE, proved


@never_cache
@require_safe
@shared.for_roles(WORKS_HERE)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show where somebody is signed in, and what happened at the door in his name."""
    actor, handle, now = shared.actor_of(request), lifecycle.handle_of(request.session), timezone.now()
    facts = {
        "sign_ins": log.sign_ins(actor, handle=handle, now=now),
        "log": log.own_log(actor),
        "home": session.home_of(actor),
        "administers": ADMINISTERS in actor.roles,
        "works_here": actor.kind == "staff",
        "may_part": _may_part(request, now),
        "companies": _may_link(request, now),
    }
    return render(request, "sign_in/sign_ins.html", facts)


@never_cache
@require_POST
@shared.for_roles(WORKS_HERE)
def end(request: HttpRequest) -> HttpResponse:
    """End one sign-in elsewhere, or all of them but this one."""
    actor, handle = shared.actor_of(request), request.POST.get("handle", "")[:36]
    mine, origin = lifecycle.handle_of(request.session), shared.origin_of(request)
    shared.act(
        request,
        lambda: credentials.end_sign_ins(
            account=_mine(request), handle=handle, but=mine, by=actor, origin=origin, now=timezone.now()
        ),
    )
    return HttpResponseRedirect(reverse("sign_in:sign_ins"))


@never_cache
@require_POST
@shared.for_roles(WORKS_HERE)
def part(request: HttpRequest) -> HttpResponse:
    """Part one's own account from the company sign-in."""
    actor, now, row = shared.actor_of(request), timezone.now(), people.account_by_key(_mine(request))
    shared.act(request, lambda: ACCOUNTS.give("parting", row=row, by=actor, now=now, fields={}))
    return HttpResponseRedirect(reverse("sign_in:sign_ins"))


def _may_link(request: HttpRequest, now: datetime) -> list[tuple[str, str]]:
    row = people.account_by_key(_mine(request))
    return [] if queries.is_linked(row) else session.ways_in(queries.home_of(row, now=now))


def _may_part(request: HttpRequest, now: datetime) -> bool:
    row, actor = people.account_by_key(_mine(request)), shared.actor_of(request)
    return queries.is_linked(row) and "parting" in ACCOUNTS.allowed(queries.situation(row, by=actor, now=now), actor)


@never_cache
@sensitive_post_parameters()
@shared.for_roles(WORKS_HERE)
def password(request: HttpRequest) -> HttpResponse:
    """Change the password of whoever is signed in."""
    form = forms.NewPassword(request.POST or None)
    if not form.is_valid():
        return staff.page(request, "sign_in/password.html", form)
    shared.limit(request, "password", burst=10, per_min=5)
    mine, handle = _mine(request), lifecycle.handle_of(request.session)
    attempt = session.attempt_of(request, request.user.get_username())
    try:
        proof = staff.proved(request, attempt, form.cleaned_data["old"])
        new = staff.hashed(form.cleaned_data["new"], mine)
        user = shared.act(
            request,
            lambda: credentials.change_password(
                account=mine, proof=proof, attempt=attempt, new=new, session=handle, now=timezone.now()
            ),
        )
    except AnxinError as error:
        return staff.page(request, "sign_in/password.html", form, error)
    auth.update_session_auth_hash(request, user)
    return render(request, "sign_in/password_changed.html", {"home": session.home_of(shared.actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(WORKS_HERE)
@proved
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes for whoever has just proved himself."""
    if request.method != "POST":
        return render(request, "sign_in/renew_codes.html")
    mine = _mine(request)
    codes = shared.act(request, lambda: factors.renew_recovery_codes(account=mine, now=timezone.now()))
    home = session.home_of(shared.actor_of(request))
    return render(request, "sign_in/recovery_codes.html", {"codes": codes, "home": home})


def _mine(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))
