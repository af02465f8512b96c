"""Who a program is: the bearer token, its scopes, and how much it may ask; only then, what it brings."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.domain.people.queries import programs
from anxin.faces import shared

LONGEST = 200
JSON, MULTIPART = "application/json", "multipart/form-data"


class OutOfScope(Forbidden):
    """The token was issued for other things."""

    code = "api.out_of_scope"


class WrongMedia(Exception):
    """The body is of another kind than the operation takes."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


class Token(HttpBearer):
    """A bearer token with the scope an operation needs, and the kind of body it takes."""

    def __init__(self, scope: str, body: str = "") -> None:
        super().__init__()
        self.scope = scope
        self.body = body

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Find the token's program; wrong tokens are counted by network address, right ones by token."""
        try:
            actor = programs.actor_of_token(token[:LONGEST], now=timezone.now())
        except programs.NoSuchToken:
            shared.limit(request, "api_denied", burst=60, per_min=30)
            raise shared.NotKnown from None
        shared.limit(request, f"api|{actor.id}", burst=300, per_min=600)
        request.META[shared.KNOWN] = True
        if self.scope not in actor.areas:
            raise OutOfScope({"scope": self.scope})
        if self.body and request.content_type != self.body:
            raise WrongMedia(self.body)
        return actor


def needs(scope: str, document: Mapping[str, Any] | None = None, *, body: str = "") -> dict[str, Any]:
    """Say to an operation, and to its document, which scope it needs and which kind of body it takes."""
    return {"auth": Token(scope, body), "openapi_extra": {"x-scopes": [scope], **(document or {})}}


def by(request: HttpRequest) -> Actor:
    """Return the program that asks."""
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise shared.NotKnown
    return actor
