"""A customer inside WeChat, come back from it: his phone is proved once, by a code."""

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from anxin.core import providers
from anxin.core.actors import Actor
from anxin.core.carriers import wechat as service
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.wechat import OURS, ServiceAccount, WechatRefusal
from anxin.core.errors import Missing
from anxin.domain.notices.actions import followers
from anxin.domain.people.queries import actors
from anxin.faces import shared
from anxin.faces.ground.wechat import FOLLOWER, STATE, follower
from anxin.faces.sign_in import session


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Come back from WeChat: who is known goes on as himself, anybody else proves his phone."""
    state, then = request.session.pop(STATE, ("", ""))
    same = secrets.compare_digest(state.encode(), request.GET.get("state", "").encode())
    code, account = request.GET.get("code", ""), providers.account(service.NAME)
    onward = HttpResponseRedirect(then or reverse("sign_in:phone"))
    if account is None or not state or not same or not code:
        return onward
    shared.limit(request, "wechat", burst=20, per_min=10)
    now = timezone.now()
    try:
        openid = ServiceAccount(account.values).openid(code)
    except (WechatRefusal, NoAnswer, NotReached, KeyError) as error:
        why = str(error.facts.get("why", "")) if isinstance(error, NoAnswer | NotReached) else str(error)
        if not isinstance(error, WechatRefusal) or error.code in OURS:
            shared.act(request, lambda: providers.note_call(service.NAME, fault=why, now=now))
        return onward
    shared.act(request, lambda: providers.note_call(service.NAME, now=now))
    row = shared.act(request, lambda: followers.meet(app=account.values["app"], openid=openid, now=now))
    request.session[FOLLOWER] = str(row.pk)
    return onward


def person(request: HttpRequest) -> Actor | None:
    """Return who is behind this browser inside WeChat, where he proved his phone before."""
    row = follower(request)
    if row is None or row.person_id is None:
        return None
    try:
        return actors.actor_of_person(str(row.person_id))
    except Missing:
        return None


def proved(request: HttpRequest, actor: Actor) -> None:
    """Join the browser's WeChat to the person whose phone was just proved in it."""
    row = follower(request)
    if row is not None:
        told = {"by": actor, "proved": request.session[shared.PHONE]}
        shared.act(request, lambda: followers.join(follower=row, **told, now=timezone.now()))


@require_POST
@shared.for_roles("customer_link customer_phone")
def part(request: HttpRequest) -> HttpResponse:
    """Have one's WeChat forgotten here: news go to the phone again; whom a link brought proves his phone first."""
    actor = shared.actor_of(request)
    if not actor.proved:
        return HttpResponseRedirect(reverse("sign_in:phone", query={"next": reverse("customer:mine")}))
    shared.act(request, lambda: followers.part(by=actor))
    request.session.pop(FOLLOWER, None)
    return HttpResponseRedirect(session.wanted(request) or reverse("customer:mine"))
