"""What became of text messages: told without a signature, so by an address nobody else knows."""

import json
import secrets

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anxin.core import outbox, providers
from anxin.core.carriers import sms
from anxin.faces import shared

MOST_BYTES = 256 * 1024
TAKEN = {"aliyun": {"code": 0, "msg": "ok"}, "tencent": {"result": 0, "errmsg": "OK"}}
LATER = {"aliyun": {"code": 1, "msg": "later"}, "tencent": {"result": 1, "errmsg": "later"}}


@csrf_exempt
@require_POST
def receipts(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """Take receipts in; one that comes before its own message was written down is asked for again."""
    kept = providers.account(provider) if provider in sms.RECEIPTS else None
    if kept is None or not secrets.compare_digest(kept.values.get("hook", "").encode(), token.encode()):
        raise Http404
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise ValueError("too long")
        rows = json.loads(request.body)
        if not isinstance(rows, list):
            raise ValueError("no list")
        told = sms.RECEIPTS[provider](rows)
    except (ValueError, KeyError, TypeError):
        return JsonResponse(LATER[provider], status=400)
    now = timezone.now()
    known = shared.act(request, lambda: outbox.take_receipts(provider, told, now=now))
    return JsonResponse(TAKEN[provider] if known == len(told) else LATER[provider])
