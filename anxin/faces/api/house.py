"""The interface put together: its operations, its refusals, its document."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import AnxinError
from anxin.faces import refusals, shared
from anxin.faces.api import answers, problems, repairs, tokens, verify
from anxin.faces.api.bodies import JsonOnly
from anxin.faces.api.claims import router

VERSION = "1.0.0"
TITLE = gettext_noop("Interface for programs")
ABOUT = gettext_noop(
    "Repairs, claims and the public check, for shops, call centres and marketplaces. Errors are problem documents "
    "with a code that stays. Unknown fields are refused by name unless they begin with x-."
)
ALWAYS = (400, 404, 405, 408, 411, 413, 422, 429, 500, 503)
WITH_TOKEN = (401, 403)
WITH_BODY = (409, 415)
HEADERS = {
    401: ("WWW-Authenticate", {"type": "string"}),
    405: ("Allow", {"type": "string"}),
    429: ("Retry-After", {"type": "integer", "minimum": 1}),
}
REPLAYED = {
    "Idempotent-Replayed": {
        "description": gettext_noop("true where this answer was given before"),
        "schema": {"type": "string", "enum": ["true"]},
    }
}
SAID = ("summary", "description", "title", "tags")


class HouseApi(NinjaAPI):
    """The interface, whose document names every answer and speaks the reader's language."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Complete the document: refusals of every operation, scopes, words."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schemas = document["components"]["schemas"]
        problem = answers.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {}) | {"Problem": problem}
        for path in document["paths"].values():
            for operation in path.values():
                _complete(operation)
        document["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "anxin token create"}
        }
        document.update(_translated(document))
        return document


def _complete(operation: dict[str, Any]) -> None:
    numbers = ALWAYS + (WITH_BODY if "requestBody" in operation else ())
    if "security" in operation:
        numbers += WITH_TOKEN
        operation["security"] = [{"token": operation.pop("x-scopes")}]
    files = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    for number in sorted(numbers):
        operation["responses"][str(number)] = _refusal(number, files=files)
    known = {str(status): said for status, said in operation["responses"].items()}
    operation["responses"] = dict(sorted(known.items()))
    if "201" in known:
        known["201"]["headers"] = REPLAYED


def _refusal(number: int, *, files: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": str((problems.OF_FILES if files else {}).get(number, problems.STATUS[number][1])),
        "content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if number in HEADERS:
        name, schema = HEADERS[number]
        said["headers"] = {name: {"schema": schema}}
    return said


def _translated(part: Any) -> Any:
    """Say every summary and description in the reader's language."""
    if isinstance(part, Mapping):
        return {name: _translated_text(value) if name in SAID else _translated(value) for name, value in part.items()}
    return [_translated(one) for one in part] if isinstance(part, list) else part


def _translated_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_translated_text(one) for one in value]
    return gettext(value) if isinstance(value, str) and value else _translated(value)


def build() -> HouseApi:
    """Put the interface together."""
    api = HouseApi(
        title=TITLE,
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        urls_namespace="api",
        parser=JsonOnly(),
        servers=[{"url": "/"}],
    )
    api.add_router("", repairs.router)
    api.add_router("", router.router)
    api.add_router("", verify.router)
    _answer(api, AnxinError, _refused)
    _answer(api, AuthenticationError, lambda request, _error: _refused(request, shared.NotKnown()))
    _answer(api, tokens.WrongMedia, lambda _request, error: problems.wrong_media(error.expected))
    _answer(api, HttpError, lambda _request, error: problems.answer(error.status_code))
    _answer(api, ValidationError, lambda _request, error: problems.invalid(error.errors))
    return api


def _answer[E: Exception](api: HouseApi, kind: type[E], answer: Callable[[HttpRequest, E], HttpResponse]) -> None:
    """Answer an error; the framework's types allow for the error's class in its place, which it never passes."""

    def handle(request: HttpRequest, error: E | type[E]) -> HttpResponse:
        return answer(request, error() if isinstance(error, type) else error)

    api.add_exception_handler(kind, handle)


def _refused(request: HttpRequest, error: AnxinError) -> HttpResponse:
    by = getattr(request, "auth", None)
    refusals.write_down(request, error, by=by if isinstance(by, Actor) else STRANGER)
    answer = refusals.refusal(request, error)
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="anxin"'
    return answer
