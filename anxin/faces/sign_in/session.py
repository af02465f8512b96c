"""What a sign-in keeps in session and cookies from one page to the next, and which page comes after it."""

import json
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from anxin.core import phones, providers
from anxin.core import settings as kept_settings
from anxin.core.actors import Actor
from anxin.core.carriers import companies, oidc
from anxin.core.errors import Forbidden
from anxin.core.sessions import lifecycle
from anxin.domain.opening import queries as opening
from anxin.domain.people import queries as people
from anxin.domain.people import rules
from anxin.domain.people.actions import codes, throttle
from anxin.domain.people.actions.passkeys import Site
from anxin.domain.people.actions.throttle import Attempt
from anxin.domain.staff.states import ADMINISTERS
from anxin.faces import shared
from anxin.faces.ground import navigation, site

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

HALF, LOGIN, PROVED = lifecycle.HALF, "signing_login", "signing_proved"
ASKED_PHONE = "signing_phone"
HALF_LIVES_S = 600
COMPANY_OUT = "company_out"
COMPANIES = {
    "company": gettext_lazy("Sign in with your company account"),
    "wecom": gettext_lazy("Sign in with WeCom"),
    "dingtalk": gettext_lazy("Sign in with DingTalk"),
    "feishu": gettext_lazy("Sign in with Feishu"),
}
LEFT_BEHIND = {"Clear-Site-Data": '"cache"'}
"""Sent on signing out: the browser drops its cached pages, and keeps pictures that are still to be uploaded."""
UNLOCKING, BEGUN = "signing_unlocking", "signing_begun"
KNOWN, KNOWN_NAMES, KNOWN_LASTS_S = "anxin_known", 5, 90 * 86400
CUSTOMER_STAYS_S = 12 * 3600
FACES = ("desk", "outlet", "technician", "merchant", "auditor")
HOUSE = {
    "agent": "desk",
    "dispatcher": "desk",
    "reviewer": "desk",
    "quality": "desk",
    "finance": "desk",
    "operator": "desk",
    "deputy": "desk",
    "auditor": "auditor",
    "outlet_manager": "outlet",
    "outlet_dispatcher": "outlet",
    "parts_clerk": "outlet",
    "technician": "technician",
    "merchant_owner": "merchant",
    "merchant_agent": "merchant",
    "packer": "merchant",
}
ALONE = {"finance": "money:money"}
"""Where somebody begins who has this role and no other."""


def site_of(request: HttpRequest) -> Site:
    """Return the address passkeys are bound to: the public one, or this machine's; elsewhere there are none."""
    public, here = (
        str(kept_settings.get("notices.address", at=timezone.now())),
        f"{request.scheme}://{request.get_host()}",
    )
    ours = not public or here == public.rstrip("/") or request.get_host().partition(":")[0] == "localhost"
    return Site(origin=here if ours else "", name=site.imprint(now=timezone.now()).name)


def remember_half(request: HttpRequest, account: UUID) -> None:
    """Remember an account whose password was right while its second factor is asked; the session gets a new key.

    Whoever was signed in here is so no more: a session is one's, and ends with his others.
    """
    if request.user.is_authenticated:
        auth.logout(request)
    request.session.cycle_key()
    request.session[HALF] = [str(account), time.time()]


def half(request: HttpRequest) -> UUID | None:
    """Return the account whose password was right in the last ten minutes; None where there is none."""
    account, at = request.session.get(HALF, ("", 0.0))
    return UUID(account) if account and 0 <= time.time() - at < HALF_LIVES_S else None


def begun(request: HttpRequest) -> UUID | None:
    """Return which authenticator was begun in this session."""
    kept = request.session.get(BEGUN)
    return UUID(kept) if kept else None


def ways_in(house: "Organisation | None" = None) -> list[tuple[str, str]]:
    """Return by whom staff may come in, with what a button says: set up, and the last trial went well.

    `house`: by the company that this house keeps, for its own people, instead of by the operator's.
    """
    ready = {name: one for name, one in providers.health().items() if one.is_proved}
    if house is None or house == people.operator():
        return [(one, str(COMPANIES[one])) for one in COMPANIES if one in ready]
    kept = ready.get(companies.name_of(house.pk))
    return [(kept.name, f"{house.name} · {COMPANIES[kept.values['way']]}")] if kept else []


def company_sign_out(request: HttpRequest) -> str:
    """Return where whoever came in by his company signs out there too; empty for everybody else."""
    end, kept = str(request.session.get(COMPANY_OUT, "")), providers.account(oidc.NAME)
    home = str(kept_settings.get("notices.address", at=timezone.now()))
    if not end or kept is None:
        return ""
    back = f"{home.rstrip('/')}/sign-in/"
    asked = urlencode({"client_id": kept.values["client_id"], "post_logout_redirect_uri": back})
    return f"{end}{'&' if '?' in end else '?'}{asked}"


class NotProved(Forbidden):
    """Whoever is signed in has to prove himself once more before he changes what opens his sign-in."""

    code = "faces.not_proved"


def prove(request: HttpRequest) -> None:
    """Remember that somebody has just proved himself by a second factor."""
    request.session[PROVED] = time.time()


def is_proved(request: HttpRequest) -> bool:
    """Return whether that was a few minutes ago at most."""
    return 0 <= time.time() - float(request.session.get(PROVED, 0.0)) < rules.PROVED_FOR.total_seconds()


def attempt_of(request: HttpRequest, username: str) -> Attempt:
    """Return one try to sign in as the throttle counts it: name, origin, the browser's mark, the ticket of a wait."""
    known = _known(request).get(throttle.name_of(username)[:16], "")
    return Attempt(
        username=username, origin=shared.origin_of(request), known=known, turn=request.POST.get("turn", "")[:400]
    )


def know(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark this browser as one in which the name has signed in: wrong tries from elsewhere no longer slow it down."""
    _know(request, response, throttle.name_of(username)[:16], secrets.token_hex(8))


def know_phone(request: HttpRequest, response: HttpResponse, mark: str, *, person: str) -> None:
    """Mark this browser as one in which somebody proved a phone: what strangers ask for uses up none of its codes.

    He keeps the mark he has; ninety days after he proved the phone last it is over.
    """
    had = _known(request).get(mark, "").rpartition(".")[0]
    kept = had if had.startswith(codes.whose(person)) else f"{codes.whose(person)}{secrets.token_hex(8)}"
    _know(request, response, mark, f"{kept}.{time.time() + KNOWN_LASTS_S:.0f}")


def mark_of_phone(phone: str) -> str:
    """Return under which mark a browser knows a phone, however it is written: a keyed digest, no number."""
    return throttle.mark_of("proved phone", phones.normalise(phone).number)[:16]


def knows_phone(request: HttpRequest, mark: str) -> str:
    """Return the mark of this browser where a phone was proved in it before; else nothing."""
    kept, _dot, ends_s = _known(request).get(mark, "").rpartition(".")
    return kept if kept and time.time() < float(ends_s) else ""


def _know(request: HttpRequest, response: HttpResponse, name: str, mark: str) -> None:
    names = [*(one for one in _known(request).items() if one[0] != name), (name, mark)]
    response.set_signed_cookie(
        _cookie(),
        json.dumps(dict(names[-KNOWN_NAMES:]), separators=(",", ":")),
        salt=KNOWN,
        max_age=KNOWN_LASTS_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    told = request.get_signed_cookie(_cookie(), default="", salt=KNOWN, max_age=KNOWN_LASTS_S)
    return dict(json.loads(told)) if told else {}


def _cookie() -> str:
    return f"{settings.COOKIE_PREFIX}{KNOWN}"


def wanted(request: HttpRequest) -> str:
    """Return the address asked for before the sign-in; empty unless it is on this site."""
    target = str(request.POST.get("next") or request.GET.get("next") or "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else ""


def home_of(actor: Actor) -> str:
    """Return the address of the first page that somebody with these roles may open, or where his own work lies.

    Who runs a house that serves nobody yet is led to what is missing, not to an empty queue.
    """
    if ADMINISTERS in actor.roles and opening.shut_house() is not None:
        return reverse("opening:checklist")
    if len(actor.roles) == 1 and (page := ALONE.get(*actor.roles)):
        return reverse(page)
    for face in FACES:
        if any(HOUSE.get(role) == face for role in actor.roles):
            shown = navigation.items(face, path="", counts={}, actor=actor)
            if shown:
                return shown[0].path
    return "/"
