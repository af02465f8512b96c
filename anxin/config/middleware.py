"""What happens to every request before a face sees it."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from anxin.config import health
from anxin.config.metrics import REQUESTS

Answer = Callable[[HttpRequest], HttpResponseBase]
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
COMPRESSED = frozenset({"text/html", "text/plain", "text/xml", "application/xml", "image/svg+xml"})
ANSWERED = (Http404, PermissionDenied, MultiPartParserError, BadRequest, SuspiciousOperation)
"""What Django answers with a 4xx page: whoever asked is at fault, and his line says the status."""
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
        """Log what no face expected; whoever asks for what isn't there writes no more than his line."""
        if isinstance(exception, ANSWERED):
            return
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


class Compression(GZipMiddleware):
    """Compress pages on their way out, but none whose length a stranger could measure his guesses by (BREACH).

    He needs a secret and words of his choice in one page, fetched many times with the customer's cookies. So what a
    browser asks for with a session because another site sent it there goes out as it is; tokens of forms are masked
    anew for every page, and each compressed page is up to a hundred random bytes longer. Styles and scripts are
    compressed once, at the start; answers for programs, downloads and pictures are left alone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in COMPRESSED:
            return response
        patch_vary_headers(response, ("Sec-Fetch-Site", "Cookie"))
        if is_steered(request):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


class Forms(CsrfViewMiddleware):
    """Take forms of our own pages, where the proxy isn't believed yet that it takes them over an encrypted line too."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        # Django offers no other place: what it trusts besides is read once.
        verified: bool = super()._origin_verified(request)  # type: ignore[misc]  # the stubs leave it out
        return verified or self._is_own_encrypted(request)

    def _is_own_encrypted(self, request: HttpRequest) -> bool:
        try:
            return bool(request.META["HTTP_ORIGIN"] == f"https://{request.get_host()}")
        except DisallowedHost:
            return False


class Sessions(SessionMiddleware):
    """Take a browser's sign-in away where it was ended, not where a request comes with one that is unknown by now.

    Such a request may have been under way when this very browser was given another: taking that away by the same name
    would sign its owner out the moment he came in.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Leave the cookie alone where nothing was ended."""
        session = request.session
        if session.is_empty() and not session.modified:
            patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)


def is_steered(request: HttpRequest) -> bool:
    """Return whether another site may have had this page asked for, with its words, in the name of who is known here.

    An old browser, or one on an unencrypted line, doesn't say who sent it: then words in the address are enough.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    site = request.headers.get("Sec-Fetch-Site", "")
    return site in ("cross-site", "same-site") or (not site and bool(request.GET or request.method == "POST"))


def route_of(request: HttpRequest) -> str:
    """Name the route of a request; a path that matches none is '-'."""
    match = request.resolver_match
    return match.route if match else "-"
