"""Company sign-in: lead there, come back with a word that holds; a second step unless the company asked for two."""

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from anxin.core import providers, settings
from anxin.core.carriers import oidc
from anxin.core.carriers.oidc import NotVouched
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.errors import AnxinError
from anxin.core.providers import Account
from anxin.domain.people.queries import factors
from anxin.domain.staff.actions import company
from anxin.faces import shared
from anxin.faces.sign_in import forms, session, staff

ASKED = "company_asked"


def _account() -> tuple[Account, str]:
    """Return what the company is asked with, and the address it leads back to; raises `NotVouched`."""
    kept, home = providers.account(oidc.NAME), str(settings.get("notices.address", at=timezone.now()))
    if kept is None or not home:
        raise NotVouched({"why": "not set up"})
    return kept, f"{home.rstrip('/')}{reverse('signing:company_back')}"


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Lead a browser to the company, with what only its answer can know."""
    shared.limit(request, "company", burst=30, per_min=15)
    try:
        kept, back = _account()
        doors = oidc.discover(kept.values)
    except (NotVouched, NotReached, NoAnswer) as error:
        return _refused(request, error)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    request.session[ASKED] = [state, nonce, verifier, session.wanted(request), request.GET.get("token", "")[:64]]
    return HttpResponseRedirect(
        oidc.authorise_url(doors, kept.values, back=back, state=state, nonce=nonce, verifier=verifier)
    )


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take the company's answer, once, in the browser that asked."""
    shared.limit(request, "company", burst=30, per_min=15)
    state, nonce, verifier, then, token = request.session.pop(ASKED, ("", "", "", "", ""))
    request.session.save()  # it is gone before the company is asked: the same answer counts no second time
    now, origin = timezone.now(), shared.origin_of(request)
    try:
        if not state or not secrets.compare_digest(state, request.GET.get("state", "")):
            raise NotVouched({"why": "state"})
        code = request.GET.get("code", "")
        if not code:
            raise NotVouched({"why": request.GET.get("error", "code")[:60]})
        kept, here = _account()
        who, doors = oidc.vouched(kept.values, code=code, back=here, nonce=nonce, verifier=verifier, now=now)
        issuer = kept.values["issuer"]
        account = shared.act(
            request,
            lambda: company.enter(issuer=issuer, vouched=who, token=token, origin=origin, now=now),
        )
    except (NotVouched, NotReached, NoAnswer) as error:
        why = str(error.facts.get("why", ""))
        shared.act(request, lambda: providers.note_call(oidc.NAME, fault=why, now=now))
        return _refused(request, error)
    except AnxinError as error:
        return _refused(request, error)
    request.session[session.COMPANY_OUT] = doors.end
    if not who.strong:
        session.remember_half(request, account.pk)
        name = "signing:code" if factors.is_enrolled(account.pk) else "signing:second_factor"
        return HttpResponseRedirect(reverse(name, query={"next": then} if then else None))
    staff.come_in(request, account, "company")
    inside = HttpResponseRedirect(then or session.home_of(shared.actor_of(request)))
    session.know(request, inside, account.get_username())
    return inside


def _refused(request: HttpRequest, error: AnxinError) -> HttpResponse:
    return staff.page(request, "signing/sign_in.html", forms.SignIn(), error)
