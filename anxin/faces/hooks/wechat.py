"""What WeChat rings with: proved and deciphered, taken in once, answered at once within the same call."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from anxin.core import providers
from anxin.core.carriers import wechat as service
from anxin.core.carriers.wechat import BadEnvelope, Envelope
from anxin.core.errors import AnxinError
from anxin.domain.notices.actions import followers
from anxin.domain.notices.queries import followers as known
from anxin.faces import shared

MOST_BYTES = 64 * 1024
FRESH = timedelta(minutes=10)
"""WeChat rings three times within a quarter of a minute; what comes much later is somebody else's copy."""
TEXT = "text/plain; charset=utf-8"
log = structlog.get_logger("anxin.faces.hooks")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def wechat(request: HttpRequest) -> HttpResponse:
    """Answer the trial of the address, or take a message in; what isn't proved changes nothing."""
    account = providers.account(service.NAME)
    if account is None:
        raise Http404
    query = {name: str(value) for name, value in request.GET.items()}
    try:
        envelope = Envelope(account.values)
        if request.method == "GET":
            return HttpResponse(envelope.echo(query), content_type=TEXT)
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise BadEnvelope("too long")
        told = envelope.open(query, request.body)
        at = datetime.fromtimestamp(int(told["CreateTime"]), UTC)
        if abs(timezone.now() - at) > FRESH:
            raise BadEnvelope("too old")
        said = _taken(request, account.values["app"], told, at)
    except (BadEnvelope, KeyError, ValueError, OverflowError, OSError) as error:
        log.warning("message refused", provider=service.NAME, why=str(error)[:40])
        return HttpResponse("refused", content_type=TEXT, status=403)
    if not said:
        return HttpResponse("success", content_type=TEXT)
    back = {"ToUserName": told["FromUserName"], "FromUserName": told["ToUserName"], "MsgType": "text"}
    back |= {"CreateTime": told["CreateTime"], "Content": said}
    sealed = envelope.close(back, nonce=query.get("nonce", ""), at=query.get("timestamp", ""))
    return HttpResponse(sealed, content_type="application/xml")


def _taken(request: HttpRequest, app: str, told: Mapping[str, str], at: datetime) -> str:
    """Take in what WeChat told, and return what the follower reads at once; empty where nothing is to be said."""
    now = timezone.now()
    follower = shared.act(request, lambda: followers.meet(app=app, openid=told["FromUserName"], now=now))
    kind, event, home = told["MsgType"], told.get("Event", "").upper(), known.home(now=now)
    if kind == "event" and event in ("SUBSCRIBE", "UNSUBSCRIBE", "SCAN"):
        follows = event != "UNSUBSCRIBE"
        shared.act(request, lambda: followers.follow(follower=follower, follows=follows, at=at))
        return _led(told.get("EventKey", "").removeprefix("qrscene_"), home) if follows else ""
    if kind == "event":
        return ""
    if kind != "text":
        link = f"{home}{reverse('sign_in:phone')}"
        return _("Please send words. Pictures belong to the report: {link}").format(link=link)
    event = told.get("MsgId") or f"{told['FromUserName']}{told['CreateTime']}"
    text = told["Content"]
    try:
        number = shared.act(request, lambda: followers.hear(follower=follower, text=text, event=event, now=now))
    except AnxinError as error:
        log.info("message not kept", provider=service.NAME, why=error.code)
        return _("This could not be kept: 1 to 2000 characters, please.")
    if number:
        return _("{number}: your message is here. A person answers, in this chat or by phone.").format(number=number)
    where = f"{home}{reverse('sign_in:phone')}?next={reverse('contact:customer')}"
    return _("We don't know yet who you are. Prove your phone once, then write again: {link}").format(link=where)


def _led(scene: str, home: str) -> str:
    """Return the answer to a scanned code: the address it leads to, or the menu in words."""
    there = known.path_of(scene)
    if there:
        return _("Here it is: {link}").format(link=f"{home}{there}")
    report, mine = f"{home}/report/", f"{home}{reverse('sign_in:phone')}"
    return _("Report a fault: {report}\nYour repairs: {mine}").format(report=report, mine=mine)
