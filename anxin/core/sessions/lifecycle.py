"""Begin, list and end the sessions of somebody who signed in."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anxin.core import pieces
from anxin.core.sessions.models import Session

HALF = "signing_half"
"""Where a session keeps whose password was right, and when, while a second step is asked: it is his row, too."""
LIMITS = "limits"
"""Where a session that somebody signed in keeps its handle, its beginning, its end and how long it may lie idle."""
MOVE_S = 60
"""A session in use is written again after this long: its end moves on without a write for every page."""


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """One living sign-in of somebody."""

    handle: str
    begun_at: datetime | None
    seen_at: datetime | None
    mine: bool


def begin(session: MutableMapping[str, Any], *, handle: str, lasts: timedelta, idle: timedelta, now: datetime) -> None:
    """Say of a session when it ends, and how long it may lie idle before."""
    begun_s = now.timestamp()
    session[LIMITS] = {
        "handle": handle,
        "begun_s": begun_s,
        "moved_s": begun_s,
        "ends_s": begun_s + lasts.total_seconds(),
        "idle_s": int(idle.total_seconds()),
    }


def moved(session: MutableMapping[str, Any], *, now: datetime) -> None:
    """Note that a session is in use, at most once a minute; a note from a clock that was ahead counts for nothing."""
    limits = session.get(LIMITS)
    if limits and abs(now.timestamp() - limits["moved_s"]) >= MOVE_S:
        session[LIMITS] = {**limits, "moved_s": now.timestamp()}


def handle_of(session: MutableMapping[str, Any]) -> str:
    """Return the handle of a session that somebody signed in."""
    limits = session.get(LIMITS) or {}
    return str(limits.get("handle", ""))


def living(owner: str, *, now: datetime, mine: str = "") -> list[SessionView]:
    """Return somebody's living sessions, the newest first; `mine` is the handle of the one that asks."""
    rows = Session.objects.filter(owner=owner, expire_date__gt=now).exclude(handle="").order_by("-begun_at")
    return [
        SessionView(handle=row.handle, begun_at=row.begun_at, seen_at=row.seen_at, mine=row.handle == mine)
        for row in rows
    ]


def is_in(owner: str, *, now: datetime) -> bool:
    """Return whether somebody is signed in anywhere (one query)."""
    return Session.objects.filter(owner=owner, expire_date__gt=now).exclude(handle="").exists()


def end(owner: str, *, handle: str = "", but: str = "") -> int:
    """End one session of somebody's, or all but one, also where only his password was right yet; give how many."""
    rows = Session.objects.filter(owner=owner)
    rows = rows.filter(handle=handle) if handle else rows.exclude(handle=but) if but else rows
    return rows.delete()[0]


def sweep(*, now: datetime) -> int:
    """Drop the sessions that are over, some a block; give how many."""
    return pieces.drop(Session.objects.filter(expire_date__lte=now).order_by("expire_date"))
