"""What a live stream asks the database: may he listen, and what happened since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from anxin.core import outbox
from anxin.core.errors import Invalid
from anxin.faces import shared

BATCH, AT_ONCE = 100, 1000
"""So many messages are read at once for one listener, and for all of them."""
REPLAYED = timedelta(minutes=1)
"""So long ago a page may have been read for its stream to begin there; an older page is read anew."""
UNDER_WAY = timedelta(seconds=1)
"""What was told so shortly before a page was read may have been under way: it is told again rather than lost."""
MILLISECOND_DIGITS = 13


@dataclass(frozen=True, kw_only=True)
class Right:
    """What somebody may listen to and as whom: some audiences, and for a case link nothing but its case."""

    audiences: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    case: str = ""

    def covers(self, ids: Mapping[str, Any]) -> bool:
        """Return whether a message's ids are within the right."""
        kind, _, key = self.case.partition(":")
        return not self.case or ids.get(kind) == key


@dataclass(frozen=True, slots=True)
class News:
    """One message as it is said: written once, however many hear it."""

    place: outbox.Place
    ids: Mapping[str, Any]
    text: str


def beginning(last: str, since: str) -> outbox.Place:
    """Return where a listener begins: after the last event heard, else at the moment its page was read, else now.

    Raise `Invalid` for a place or a moment that can't be read, and for a page read too long ago to replay since.
    """
    if last:
        return outbox.place_of(last)
    if not since:
        return end()
    if not since.isdecimal() or len(since) > MILLISECOND_DIGITS:
        raise Invalid("since", expected="milliseconds since 1970", got=since[:40])
    read_at = datetime.fromtimestamp(int(since) / 1000, UTC)
    if timezone.now() - read_at > REPLAYED:
        raise Invalid("since", expected=f"at most {REPLAYED} ago", got=since)
    return outbox.place_of(outbox.head(before=read_at - UNDER_WAY))


def end() -> outbox.Place:
    """Return where a listener begins who wants only what is told from now on."""
    return outbox.place_of(outbox.head())


def after(place: outbox.Place, right: Right) -> tuple[outbox.Place, bool, list[News]]:
    """Return the place reached, whether more is waiting, and what one listener is told behind a place, oldest first."""
    rows = outbox.behind(place, right.audiences, BATCH)
    return (rows[-1].place if rows else place), len(rows) == BATCH, [news(row) for row in rows if right.covers(row.ids)]


def all_after(place: outbox.Place) -> list[outbox.Message]:
    """Return what anybody is told behind a place, oldest first."""
    return outbox.all_behind(place, AT_ONCE)


def news(row: outbox.Message) -> News:
    """Write a message as it is said."""
    return News(row.place, row.ids, event("fact", row.position, {"code": row.template, **row.ids}))


def event(name: str, position: str, data: Mapping[str, Any]) -> str:
    """Write an event as browsers read it: its name, where whoever heard it stands, what it says."""
    return f"id: {position}\nevent: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


def right_of(path: str, headers: dict[str, str]) -> Right:
    """Name what the owner of a session may listen to; nothing for a stranger, nor for who has no role left."""
    request = HttpRequest()
    request.path = request.path_info = path
    request.META["HTTP_HOST"] = headers.get("host", "")
    request.COOKIES = parse_cookie(headers.get("cookie", ""))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    actor = shared.actor_of(request)
    if not actor.roles:
        return Right()
    case = next(iter(actor.areas), "") if actor.kind == "customer_link" else ""
    return Right(audiences=tuple(sorted(shared.audiences_of(actor))), roles=actor.roles, case=case)
