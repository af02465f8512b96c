"""Who a program is: the bearer token, its scopes, and how much it may ask."""

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


class OutOfScope(Forbidden):
    """The token was issued for other things."""

    code = "api.out_of_scope"


class Token(HttpBearer):
    """A bearer token with the scope an operation needs."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Find the token's program; wrong tokens are counted by network address, right ones by token."""
        try:
            actor = programs.actor_of_token(token[:LONGEST], now=timezone.now())
        except programs.NoSuchToken:
            shared.limit(request, "api_denied", burst=60, per_min=30)
            raise shared.NotKnown from None
        shared.limit(request, f"api|{actor.id}", burst=300, per_min=600)
        if self.scope not in actor.areas:
            raise OutOfScope({"scope": self.scope})
        return actor


def needs(scope: str, document: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Say to an operation, and to its document, which scope it needs; `document` says more of it."""
    return {"auth": Token(scope), "openapi_extra": {"x-scopes": [scope], **(document or {})}}


def by(request: HttpRequest) -> Actor:
    """Give the program that asks."""
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise shared.NotKnown
    return actor
