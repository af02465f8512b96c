"""Company sign-in: lead there, come back with a word that holds; a second step unless the company asked for two.

An invitation links nobody who only opened somebody's link: whom with which account is shown, and agreed to by a button.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from anxin.core import providers, settings
from anxin.core.carriers import companies, oidc
from anxin.core.carriers.oidc import NotVouched, ProviderFails, Vouched
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.errors import AnxinError
from anxin.core.providers import ProviderAccess
from anxin.domain.people import queries as people
from anxin.domain.people.queries import factors
from anxin.domain.staff.actions import company
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff

if TYPE_CHECKING:
    from anxin.domain.people.models import Account as User
    from anxin.domain.people.models import Organisation

ASKED, LINKING, OWN = "company_asking", "company_linking", "company_own"
LINKING_LIVES_S = 600


def _account(name: str) -> tuple[ProviderAccess, str]:
    """Return what a company is asked with, and the address it leads back to; raises `NotVouched`."""
    kept, home = providers.account(name), str(settings.get("notices.address", at=timezone.now()))
    if kept is None or kept.kind not in (oidc.KIND, companies.OWN) or not home:
        raise NotVouched({"why": "not set up"})
    return kept, f"{home.rstrip('/')}{reverse('sign_in:company_back')}"


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Lead a browser to the company, with what only its answer can know; who links his own has just proved himself."""
    shared.limit(request, "company", burst=30, per_min=15)
    own = str(request.user.pk) if "own" in request.GET and request.user.is_authenticated else ""
    if own and not session.is_proved(request):
        return HttpResponseRedirect(reverse("sign_in:proof", query={"next": request.get_full_path()}))
    request.session[OWN] = own
    name = request.GET.get("by", oidc.NAME)[:24]
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        kept, back = _account(name)
        leads = {"back": back, "state": state, "nonce": nonce, "verifier": verifier}
        there = _asked(request, name, lambda: companies.authorise_url(kept, **leads))
    except (NotVouched, NotReached, NoAnswer) as error:
        return _refused(request, error)
    then, token = session.wanted(request), request.GET.get("token", "")[:64]
    request.session[ASKED] = [name, state, nonce, verifier, then, token]
    return HttpResponseRedirect(there)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take the company's answer, once, in the browser that asked."""
    shared.limit(request, "company", burst=30, per_min=15)
    name, state, nonce, verifier, then, token = request.session.pop(ASKED, ("",) * 6)
    request.session.save()  # it is gone before the company is asked: the same answer counts no second time
    now, origin = timezone.now(), shared.origin_of(request)
    try:
        if not state or not secrets.compare_digest(state.encode(), request.GET.get("state", "").encode()):
            raise NotVouched({"why": "state"})
        kept, here = _account(name)
        code = request.GET.get("authCode" if companies.way_of(kept) == "dingtalk" else "code", "")
        if not code:
            raise NotVouched({"why": request.GET.get("error", "code")[:60]})
        asked = {"code": code, "back": here, "nonce": nonce, "verifier": verifier}
        word = _asked(request, name, lambda: companies.vouched(kept, **asked, now=now))
        shared.act(request, lambda: providers.note_call(name, now=now))
        said: dict[str, Any] = {"issuer": word.issuer, "vouched": word.who, "now": now}
        own = request.session.pop(OWN, "")
        if own or (token and company.linked_by(**said, token=token)):
            linking = {"name": name, "issuer": word.issuer, "who": asdict(word.who), "end": word.end, "own": own}
            request.session[LINKING] = {**linking, "then": then, "token": token, "at": time.time()}
            return HttpResponseRedirect(reverse("sign_in:company_link"))
        house = _house(name)
        account = shared.act(request, lambda: company.enter(**said, token="", origin=origin, house=house))
    except AnxinError as error:
        return _refused(request, error)
    return _inside(request, account, word.who, word.end, then)


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Show which account an invitation links with whom at the company, and link them where he agrees."""
    shared.limit(request, "company", burst=30, per_min=15)
    kept: dict[str, Any] = request.session.get(LINKING, {})
    if not 0 <= time.time() - kept.get("at", 0.0) < LINKING_LIVES_S:
        return HttpResponseRedirect(reverse("sign_in:staff"))
    if kept.get("own"):
        return _link_own(request, kept)
    who, now, origin = Vouched(**kept["who"]), timezone.now(), shared.origin_of(request)
    said = {"issuer": kept["issuer"], "vouched": who, "token": kept["token"], "now": now}
    try:
        if request.method != "POST":
            account = company.linked_by(**said)
            house = _house(kept["name"])
            facts = {"account": account, "who": who.mail or who.subject, "company": house or kept["issuer"]}
            return render(request, "sign_in/company_link.html", facts)
        request.session.pop(LINKING)
        request.session.save()
        account = shared.act(request, lambda: company.enter(**said, origin=origin, house=_house(kept["name"])))
    except AnxinError as error:
        return _refused(request, error)
    return _inside(request, account, who, kept["end"], kept["then"])


def _link_own(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """Show whoever is in his account and whom his company vouches for, and link them where he agrees."""
    if str(request.user.pk) != kept["own"] or not session.is_proved(request):
        return HttpResponseRedirect(reverse("sign_in:staff"))
    who, house, account = Vouched(**kept["who"]), _house(kept["name"]), people.account_by_key(UUID(kept["own"]))
    if request.method != "POST":
        facts = {"account": account, "who": who.mail or who.subject, "company": house or kept["issuer"]}
        return render(request, "sign_in/company_link.html", facts)
    request.session.pop(LINKING)
    said = {"account": account, "issuer": kept["issuer"], "vouched": who, "house": house, "now": timezone.now()}
    try:
        shared.act(request, lambda: company.link_own(**said))
    except AnxinError as error:
        return _refused(request, error)
    return HttpResponseRedirect(reverse("sign_in:sign_ins"))


def _asked[T](request: HttpRequest, name: str, ask: Callable[[], T]) -> T:
    """Ask a company, and note where it fails itself: nothing that a browser brings counts as its fault."""
    try:
        return ask()
    except (ProviderFails, NotReached, NoAnswer) as error:
        why = str(error.facts.get("why", ""))
        shared.act(request, lambda: providers.note_call(name, fault=why, now=timezone.now()))
        raise


def _inside(request: HttpRequest, account: "User", who: Vouched, end: str, then: str) -> HttpResponse:
    if not who.strong:
        session.remember_half(request, account.pk)
    request.session[session.COMPANY_OUT] = end
    if not who.strong:
        step = "sign_in:code" if factors.is_enrolled(account.pk) else "sign_in:second_factor"
        return HttpResponseRedirect(reverse(step, query={"next": then} if then else None))
    staff.come_in(request, account, "company")
    inside = HttpResponseRedirect(then or session.home_of(shared.actor_of(request)))
    session.know(request, inside, account.get_username())
    return inside


def _house(name: str) -> "Organisation | None":
    """Return the house that keeps a company for its own people; None for the installation's own."""
    key = companies.house_of(name)
    return people.organisation_by_key(str(key)) if key else None


def _refused(request: HttpRequest, error: AnxinError) -> HttpResponse:
    return staff.page(request, "sign_in/sign_in.html", forms.SignInForm(), error)
