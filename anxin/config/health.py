"""Is everything up, and how is it doing."""

import hmac

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse

from anxin.config import metrics, processes


def healthz() -> JsonResponse:
    """Answer `ok` and the instance once every part of it runs and the database answers."""
    environment = settings.ENVIRONMENT
    waiting = processes.missing(environment.data, environment.parts, environment.instance)
    if not _database_answers():
        waiting.append("database")
    if waiting:
        return JsonResponse({"status": "waiting", "instance": environment.instance, "waiting": waiting}, status=503)
    return JsonResponse({"status": "ok", "instance": environment.instance})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures to whoever holds the token; without one, to this machine alone."""
    token = settings.ENVIRONMENT.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and "HTTP_X_FORWARDED_FOR" not in request.META
    if not (hmac.compare_digest(token.encode(), given.encode()) if token else local):
        return HttpResponseNotFound()
    return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")
