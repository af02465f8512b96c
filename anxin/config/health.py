"""Is everything up, and how is it doing."""

import hmac

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils import timezone

from anxin.config import metrics, processes
from anxin.core import stuck_work


def healthz() -> JsonResponse:
    """Answer `ok` and the instance once every part of it runs and the database answers, and how late its work is."""
    environment = settings.ENVIRONMENT
    if processes.LEAVING.is_set():
        return JsonResponse({"status": "leaving", "instance": environment.instance}, status=503)
    waiting = processes.missing(environment.data, environment.parts, environment.instance)
    overdue_s = _overdue_s()
    if overdue_s is None:
        waiting.append("database")
    facts = {"instance": environment.instance, "overdue_s": overdue_s}
    if waiting:
        return JsonResponse({"status": "waiting", **facts, "waiting": waiting}, status=503)
    return JsonResponse({"status": "ok", **facts})


def _overdue_s() -> int | None:
    """Ask how long the oldest awaited work is overdue, in the worst queue; None where the database does not answer."""
    try:
        return max(stuck_work.overdue_s(now=timezone.now()).values())
    except Error:
        return None


def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures to whoever holds the token; without one to nobody: a proxy's call looks like this machine's."""
    token = settings.ENVIRONMENT.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token.encode(), given.encode()):
        return HttpResponseNotFound()
    return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")
