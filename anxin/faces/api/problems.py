"""Every refusal as a problem document (RFC 9457) with a stable code: the framework's, the reader's and our own."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import settings as choices

MEDIA = "application/problem+json"
ROOT = "/api/"
MOST_BYTES = 64 * 1024
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "X-Request-ID")
# What a status means where no refusal of our own says it better.
STATUS: dict[int, tuple[str, str | Promise]] = {
    400: ("api.unreadable", gettext_lazy("This can't be read. Send one JSON document in UTF-8.")),
    401: ("faces.not_known", gettext_lazy("Show a valid token: Authorization: Bearer …")),
    403: ("core.forbidden", gettext_lazy("This token may not do this.")),
    404: ("core.missing", gettext_lazy("There is nothing here, or nothing for you.")),
    405: ("api.wrong_method", gettext_lazy("This address doesn't know this method; Allow names those it knows.")),
    408: ("faces.too_slow", gettext_lazy("The body came too slowly and was not taken in. Send the same key again.")),
    409: ("core.wrong_state", gettext_lazy("This can't be done now: meanwhile something has changed.")),
    411: ("api.length_required", gettext_lazy("Send Content-Length; a body in chunks is not taken.")),
    413: ("api.too_large", gettext_lazy("The body is too large: at most 64 KiB.")),
    415: ("api.wrong_media_type", gettext_lazy("Send Content-Type: application/json.")),
    422: ("api.invalid", gettext_lazy("A value is not what is expected; `errors` names each.")),
    429: ("faces.too_many", gettext_lazy("Too many requests; Retry-After says how many seconds to wait.")),
    500: ("api.broken", gettext_lazy("Something went wrong on our side. Send the same key again.")),
    503: ("core.unavailable", gettext_lazy("This does not answer at the moment. Send the same key again later.")),
}
MULTIPART = gettext_lazy("Send Content-Type: multipart/form-data.")
LARGE = gettext_lazy("The file is too large: at most {most} MiB.")
OF_FILES = {
    400: gettext_lazy("This can't be read. Send one multipart/form-data body with one file."),
    413: gettext_lazy("The file is larger than this installation takes."),
    415: MULTIPART,
}
# Where a body may be larger: an address, and the settings that say how many MiB a picture or video may have.
FILES = re.compile(r"/api/v1/claims/[^/]{1,60}/evidence")
FAMILIES = ("image", "video", "application", "text")
# pydantic's word for a fault → ours, which stays.
FAULTS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "literal_error": "not_a_choice",
    "enum": "not_a_choice",
}
type Answer = Callable[[HttpRequest], HttpResponseBase]


def answer(status: int, *, title: str = "", code: str = "", extra: Mapping[str, object] | None = None) -> HttpResponse:
    """Write a problem document."""
    known, sentence = STATUS.get(status, STATUS[500 if status >= 500 else 400])
    body = {"type": "about:blank", "title": title or str(sentence), "status": status, "code": code or known}
    response = JsonResponse(
        body | dict(extra or {}), status=status, content_type=MEDIA, json_dumps_params={"ensure_ascii": False}
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="anxin"'
    return response


def wrong_media(expected: str) -> HttpResponse:
    """Say which kind of body is taken."""
    return answer(415, title=str(MULTIPART) if expected == "multipart/form-data" else "")


def invalid(errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """Name every field that is not what is expected; what was sent is never echoed."""
    told = [
        {"field": _path(one["loc"]), "code": FAULTS.get(one["type"], "invalid"), "expected": _expected(one)}
        for one in errors[:50]
    ]
    first = told[0]
    title = _("Unknown field: {field}") if first["code"] == "unknown" else _("{field}: {expected}")
    return answer(
        422,
        title=title.format_map(first),
        extra={"field": first["field"], "expected": first["expected"], "errors": told},
    )


def _path(loc: Sequence[str | int]) -> str:
    """Write where a fault is, without the names we gave to body and parameters."""
    where, *path = [str(one)[:60] for one in loc] or ["body"]
    if path[:1] == ["asked"]:
        path = path[1:]
    return ".".join(path if where == "body" else path[:1]) or where


def _expected(fault: Mapping[str, Any]) -> str:
    told = {"missing": _("required"), "extra_forbidden": _("no such field")}
    return told.get(fault["type"], str(fault["msg"]).removeprefix("Value error, ")[:300])


class Problems:
    """Middleware around everything: below `/api/` no page ever answers, and nothing is kept by caches on the way."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse what is too large before it is read, and dress whatever else was refused."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        response = self._too_large(request) or self.get_response(request)
        if response.status_code >= 400 and response.get("Content-Type") != MEDIA:
            response = _dressed(request, response)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def _too_large(self, request: HttpRequest) -> HttpResponseBase | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return None
        if is_too_long(request.path_info, length):
            with translation.override(language_of(request)):
                return answer(413)
        most = _most_mb() if len(length) > 12 or int(length) > MOST_BYTES else 0
        if not most or (len(length) <= 12 and int(length) <= MOST_BYTES + (most << 20)):
            return None
        with translation.override(language_of(request)):
            return answer(413, title=str(LARGE).format(most=most))


def is_too_long(path: str, length: str) -> bool:
    """Return whether a program's body is refused for its length alone, before any of it is read."""
    large = len(length) > 12 or int(length) > MOST_BYTES
    return large and path.startswith(ROOT) and not FILES.fullmatch(path)


def _most_mb() -> int:
    now = timezone.now()
    return max(int(choices.get(f"files.{family}_most_mb", at=now)) for family in FAMILIES)


def _dressed(request: HttpRequest, plain: HttpResponseBase) -> HttpResponse:
    with translation.override(language_of(request)):
        dressed = answer(plain.status_code)
    for name in KEPT:
        if name in plain:
            dressed[name] = plain[name]
    return dressed


def language_of(request: HttpRequest) -> str:
    """Read the language a program asks for by its header."""
    return translation.get_language_from_request(request) if settings.USE_I18N else settings.LANGUAGE_CODE
