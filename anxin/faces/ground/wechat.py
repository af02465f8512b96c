"""A browser inside WeChat: WeChat says who it is, without asking the person."""

import secrets
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from anxin.core import providers
from anxin.core.carriers import wechat as service
from anxin.core.carriers.wechat import ServiceAccount
from anxin.domain.notices.queries import followers as known

if TYPE_CHECKING:
    from anxin.domain.notices.models import Follower

FOLLOWER, STATE, ASKED = "wechat_follower", "wechat_state", "wechat_asked"


def is_inside(request: HttpRequest) -> bool:
    """Return whether the page is opened in WeChat's own browser."""
    return "MicroMessenger" in request.headers.get("User-Agent", "")


def ask(request: HttpRequest, *, then: str) -> HttpResponse | None:
    """Lead a browser inside WeChat to say who it is, once a session; None where there is nothing to ask."""
    if not is_inside(request) or request.session.get(ASKED) or request.session.get(FOLLOWER):
        return None
    account, home = providers.account(service.NAME), known.home(now=timezone.now())
    if account is None or not home:
        return None
    state = secrets.token_urlsafe(16)
    request.session[STATE], request.session[ASKED] = [state, then], True
    back = f"{home}{reverse('sign_in:wechat')}"
    return HttpResponseRedirect(ServiceAccount(account.values).authorise_url(back=back, state=state))


def follower(request: HttpRequest) -> "Follower | None":
    """Return what WeChat said of this browser in this session."""
    return known.by_id(request.session.get(FOLLOWER)) if is_inside(request) else None
