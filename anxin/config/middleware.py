"""What happens to every request before a face sees it."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from anxin.config import health
from anxin.config.metrics import REQUESTS

Answer = Callable[[HttpRequest], HttpResponseBase]
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
log = structlog.get_logger("anxin.request")


class Diary:
    """Give each request an id, one line in the log and one figure; only routes are written, never paths."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note one request."""
        given = request.headers.get("X-Request-ID", "")
        identity = given if _SANE_ID.match(given) else uuid.uuid4().hex
        request.request_id = identity  # type: ignore[attr-defined]  # a request takes what is noted on it
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=identity):
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - started)
        response["X-Request-ID"] = identity
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Log what no face expected."""
        log.error("failed", route=route_of(request), method=request.method, exc_info=exception)

    def _note(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        route = route_of(request)
        REQUESTS.labels(request.method, route, str(response.status_code)).observe(seconds)
        log.info(
            "answered", method=request.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1)
        )


class Health:
    """Answer the health page before hosts, sessions or a database are looked at."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer health, hand on the rest."""
        if request.path_info == "/healthz":
            return health.healthz()
        return self.get_response(request)


class LengthRequired:
    """Refuse a body that doesn't say its length: the server would hand it over as empty."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on what says its length."""
        chunked = "HTTP_TRANSFER_ENCODING" in request.META
        unknown = request.method in {"POST", "PUT", "PATCH"} and not request.META.get("CONTENT_LENGTH")
        if chunked or unknown:
            return HttpResponse(status=411)
        return self.get_response(request)


def route_of(request: HttpRequest) -> str:
    """Name the route of a request; a path that matches none is '-'."""
    match = request.resolver_match
    return match.route if match else "-"
