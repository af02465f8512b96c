"""What a live stream asks the database: may he listen, and what happened since."""

from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from anxin.core import outbox
from anxin.faces import shared

BATCH = 100

head = outbox.head


def after(position: str, audiences: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Give position and content of the messages after a position, oldest first."""
    rows = outbox.after(position, audiences, BATCH)
    return [(row.position, {**row.ids, "code": row.template}) for row in rows]


def audiences(path: str, headers: dict[str, str]) -> list[str]:
    """Name what the owner of a session may listen to; empty for a stranger."""
    request = HttpRequest()
    request.path = request.path_info = path
    request.META["HTTP_HOST"] = headers.get("host", "")
    cookies = SimpleCookie(headers.get("cookie", ""))
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return sorted(shared.audiences_of(shared.actor_of(request)))
