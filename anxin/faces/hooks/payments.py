"""What payment providers tell: proved by their key, taken in once, answered in the words they wait for."""

import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import providers
from anxin.faces import shared

MOST_BYTES = 64 * 1024
log = structlog.get_logger("anxin.faces.hooks")


@csrf_exempt
@require_POST
def payment(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a notification in; what isn't proved changes nothing, and the provider reads that it wasn't taken."""
    opened = providers.opened(provider)
    if opened is None:
        raise Http404
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise providers.Forged("too long")
        now = timezone.now()
        told = opened.heard(request.headers, request.body, now=now)
    except providers.Forged as error:
        log.warning("notification refused", provider=provider, why=str(error))
        return _answer(provider, taken=False)
    shared.act(request, lambda: ledger.take_in(provider=provider, told=told, now=now))
    return _answer(provider, taken=True)


def _answer(provider: str, *, taken: bool) -> HttpResponse:
    if provider == "alipay":
        return HttpResponse("success" if taken else "fail", content_type="text/plain", status=200 if taken else 400)
    said = {"code": "SUCCESS" if taken else "FAIL", "message": "" if taken else "not proved"}
    return JsonResponse(said, status=200 if taken else 401)
