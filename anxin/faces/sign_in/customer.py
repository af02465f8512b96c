"""Customers: the link of a case, or the phone and a code to see all."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anxin.core import wording
from anxin.core.actors import STRANGER, Actor
from anxin.core.carriers import sms
from anxin.core.errors import AnxinError
from anxin.domain.opening import queries as opening
from anxin.domain.people.actions import codes
from anxin.domain.people.queries import actors
from anxin.faces import shared
from anxin.faces.ground import wechat as inside
from anxin.faces.sign_in import forms, session, wechat

HOME = "/customer/"
ASK_CODE = {"customer:refund_account": "account", "customer:refund_missing": "missing"}
"""Pages beside those of his own data that ask for a code, whoever else vouches for him: what is done there."""
KEPT = (shared.LINK, shared.EARLIER, shared.PERSON, shared.PHONE, shared.CODED, session.LOGIN)
"""What a session keeps of a customer's coming in."""
MOST_LINKS = 5
CASES = ("repair:", "claim:")
"""What a link opens that a list of cases leads to; an order is no case yet."""


@never_cache
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a case by its link, and lead on: the secret goes into the session as a hash and out of the address bar.

    Who has proved the phone of that case's customer keeps his proof, and is led to the case.
    """
    shared.limit(request, "link", burst=60, per_min=30)
    brought = actors.actor_of_link(token, now=timezone.now())
    case = next(iter(brought.areas))
    if case.startswith(CASES) and brought.id in actors.proved_selves(shared.customer_of(request)):
        return HttpResponseRedirect(session.wanted(request) or reverse("customer:home", query={"case": case}))
    earlier = _earlier(request, brought)
    enter(request, shared.LINK, actors.hash_of(token))
    request.session[shared.EARLIER] = [one for one in earlier if one != actors.hash_of(token)]
    return HttpResponseRedirect(session.wanted(request) or HOME)


def _earlier(request: HttpRequest, brought: Actor) -> list[str]:
    """Return by which links of the same person this browser came before, the newest first."""
    if shared.LINK not in request.session or shared.customer_of(request).id != brought.id:
        return []
    known = [request.session[shared.LINK], *request.session.get(shared.EARLIER, [])]
    return list(dict.fromkeys(known))[:MOST_LINKS]


@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for the phone and send a code; known or not, the next page is the same."""
    asked = inside.ask(request, then=request.get_full_path()) if request.method == "GET" else None
    if asked is not None:
        return asked
    known = None if _purpose(request) else wechat.person(request)
    if known is not None:
        enter(request, shared.PERSON, known.id)
        request.session.pop(shared.CODED, None)
        return HttpResponseRedirect(session.wanted(request) or HOME)
    form = forms.PhoneForm(request.POST or None)
    if not form.is_valid() or not sms.is_there():
        return _page(request, "sign_in/phone.html", form)
    shared.limit(request, "phone", burst=20, per_min=10)
    given, origin = form.cleaned_data["phone"], shared.origin_of(request).address
    mark = session.mark_of_phone(given)
    told = {"phone": given, "asked_from": origin, "browser": session.knows_phone(request, mark)}
    try:
        login = shared.act(request, lambda: codes.send_code(now=timezone.now(), **told))
    except AnxinError as error:
        return _page(request, "sign_in/phone.html", form, error)
    request.session.update({session.LOGIN: str(login), session.ASKED_PHONE: mark})
    return HttpResponseRedirect(reverse("sign_in:phone_code", query={"next": session.wanted(request)}))


@never_cache
@require_http_methods(["GET", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the message."""
    login = request.session.get(session.LOGIN)
    if login is None:
        return HttpResponseRedirect(reverse("sign_in:phone"))
    form = forms.PhoneCode(request.POST or None)
    if not form.is_valid():
        return _page(request, "sign_in/phone_code.html", form)
    shared.limit(request, "phone", burst=20, per_min=10)
    given = form.cleaned_data["code"]
    try:
        actor = shared.act(request, lambda: codes.check_code(login=UUID(login), code=given, now=timezone.now()))
    except AnxinError as error:
        return _page(request, "sign_in/phone_code.html", form, error)
    mark = str(request.session.pop(session.ASKED_PHONE, ""))
    enter(request, shared.PERSON, actor.id, proved=actors.index_of_login(UUID(login)))
    wechat.proved(request, actor)
    answer = HttpResponseRedirect(session.wanted(request) or HOME)
    if mark:
        session.know_phone(request, answer, mark, person=actor.id)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave: nobody who finds this phone sees the case."""
    for name in (*KEPT, shared.BROWSER, inside.FOLLOWER):
        request.session.pop(name, None)
    request.session.cycle_key()
    return HttpResponseRedirect(reverse("sign_in:phone"), headers=session.LEFT_BEHIND)


def enter(request: HttpRequest, kind: str, value: str, *, proved: str = "") -> None:
    """Let somebody in under a new key; who is in by the same link goes on, and so do pages he has open."""
    again = kind == shared.LINK and request.session.get(kind) == value
    for name in KEPT:
        request.session.pop(name, None)
    if not again:
        request.session.cycle_key()
    request.session.update(shared.proof_of(value, proved) if kind == shared.PERSON else {kind: value})
    if not request.user.is_authenticated:
        request.session.set_expiry(session.CUSTOMER_STAYS_S)
    shared.forget_actor(request)


def _page(
    request: HttpRequest, template: str, form: forms.PhoneForm | forms.PhoneCode, error: AnxinError | None = None
) -> HttpResponse:
    if error is not None:
        form.add_error(None, wording.error(error))
    status = shared.number_of(error) if error else 422 if form.is_bound else 200
    said = {"form": form, "next": session.wanted(request), "purpose": _purpose(request), "texts": sms.is_there()}
    return render(request, template, said | {"write": _write(request)}, status=status)


def _write(request: HttpRequest) -> str:
    """Return where he leaves a message: about his case where its link brought him; nowhere while all is shut."""
    if shared.customer_of(request).kind != STRANGER.kind:
        return reverse("contact:customer")
    return reverse("contact:stranger") if opening.is_anything_open() else ""


def _purpose(request: HttpRequest) -> str:
    """Return for what he has to prove his phone by a code, whoever else vouches for him; empty for his cases alone."""
    path = urlsplit(session.wanted(request)).path
    if path.startswith(reverse("customer:mine")):
        return "data"
    try:
        return ASK_CODE.get(resolve(path).view_name, "")
    except Resolver404:
        return ""
