"""What a live stream asks the database: may he listen, and what happened since."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.utils import timezone

from anxin.core import outbox
from anxin.core.errors import Invalid
from anxin.faces import shared

BATCH = 100
REPLAYED = timedelta(minutes=1)
"""So long ago a page may have been read for its stream to begin there; an older page is read anew."""
UNDER_WAY = timedelta(seconds=1)
"""What was told so shortly before a page was read may have been under way: it is told again rather than lost."""
MILLISECOND_DIGITS = 13

head = outbox.head


@dataclass(frozen=True, kw_only=True)
class Right:
    """What somebody may listen to and as whom: some audiences, and for a case link nothing but its case."""

    audiences: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    case: str = ""

    def covers(self, ids: dict[str, Any]) -> bool:
        """Return whether a message's ids are within the right."""
        kind, _, key = self.case.partition(":")
        return not self.case or ids.get(kind) == key


def beginning(last: str, since: str) -> str:
    """Return where a listener begins: after the last event heard, else at the moment its page was read, else now.

    Raise `Invalid` for a place or a moment that can't be read, and for a page read too long ago to replay since.
    """
    if last:
        outbox.after(last, (), 1)
        return last
    if not since:
        return outbox.head()
    if not since.isdecimal() or len(since) > MILLISECOND_DIGITS:
        raise Invalid("since", expected="milliseconds since 1970", got=since[:40])
    read_at = datetime.fromtimestamp(int(since) / 1000, UTC)
    if timezone.now() - read_at > REPLAYED:
        raise Invalid("since", expected=f"at most {REPLAYED} ago", got=since)
    return outbox.head(before=read_at - UNDER_WAY)


def after(position: str, right: Right) -> tuple[str, bool, list[tuple[str, dict[str, Any]]]]:
    """Return the position reached, whether more is waiting, and the messages after a position, oldest first."""
    rows = outbox.after(position, right.audiences, BATCH)
    told = [(row.position, {"code": row.template, **row.ids}) for row in rows if right.covers(row.ids)]
    return (rows[-1].position if rows else position), len(rows) == BATCH, told


def right_of(path: str, headers: dict[str, str]) -> Right:
    """Name what the owner of a session may listen to; nothing for a stranger, nor for who has no role left."""
    request = HttpRequest()
    request.path = request.path_info = path
    request.META["HTTP_HOST"] = headers.get("host", "")
    cookies = SimpleCookie(headers.get("cookie", ""))
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    actor = shared.actor_of(request)
    if not actor.roles:
        return Right()
    case = next(iter(actor.areas), "") if actor.kind == "customer_link" else ""
    return Right(audiences=tuple(sorted(shared.audiences_of(actor))), roles=actor.roles, case=case)
