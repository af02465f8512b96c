"""What became of text messages, and who rang: told without a signature, so by an address nobody else knows."""

import secrets
from collections.abc import Callable
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anxin.core import json_texts, outbox, providers
from anxin.core.carriers import sms
from anxin.domain.privacy_numbers import actions as privacy_numbers
from anxin.domain.privacy_numbers import providers as numbers
from anxin.faces import shared

MOST_BYTES = 256 * 1024
TAKEN = {"aliyun": {"code": 0, "msg": "ok"}, "tencent": {"result": 0, "errmsg": "OK"}}
log = structlog.get_logger("anxin.faces.hooks")
LATER = {"aliyun": {"code": 1, "msg": "later"}, "tencent": {"result": 1, "errmsg": "later"}}


@csrf_exempt
@require_POST
def receipts(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """Take receipts in; one that comes before its own message was written down is asked for again."""
    told = _told(request, provider, token, sms.RECEIPTS.get(provider))
    if told is None:
        return JsonResponse(LATER[provider], status=400)
    now = timezone.now()
    known = shared.act(request, lambda: outbox.take_receipts(provider, told, now=now))
    return JsonResponse(TAKEN[provider] if known == len(told) else LATER[provider])


@csrf_exempt
@require_POST
def calls(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """Take in what was rung over privacy numbers; a call over none of ours is taken too, and changes nothing."""
    told = _told(request, provider, token, numbers.HEARD.get(provider))
    if told is None:
        return JsonResponse({"code": 1, "msg": "unreadable"}, status=400)
    now = timezone.now()
    known = shared.act(request, lambda: privacy_numbers.take_in(provider=provider, told=told, now=now))
    if known < len(told):
        log.warning("calls of nobody's number", provider=provider, count=len(told) - known)
    return JsonResponse({"code": 0, "msg": "ok"})


def _told[T](request: HttpRequest, provider: str, token: str, read: Callable[[Any], list[T]] | None) -> list[T] | None:
    """Return what is told at an address nobody else knows; None for nonsense."""
    kept = providers.account(provider) if read else None
    if read is None or kept is None:
        raise Http404
    hook = kept.values.get("hook", "")
    if not hook or not secrets.compare_digest(hook.encode(), token.encode()):
        raise Http404
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise ValueError("too long")
        rows = json_texts.read(request.body)
        if not isinstance(rows, list):
            raise ValueError("no list")
        return read(rows)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
