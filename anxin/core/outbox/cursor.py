"""Follow the outbox by cursor without missing a row: messages that have a turn, in the order of (turn, id)."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from anxin.core.errors import Invalid
from anxin.core.outbox.models import UNSETTLED, Message, Place
from anxin.core.outbox.turns import give_turns

BEGINNING = str(Place(0, 0))
READ = ("id", "turn", "audience", "template", "ids")
_POSITION = re.compile(r"(\d{1,18})\.(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadPosition(Invalid):
    """The text is no position of the outbox."""

    code = "core.bad_position"


def after(position: str, audience: str | Collection[str], limit: int = 100) -> list[Message]:
    """Return the messages behind a position for one audience or several, oldest first; "" is the beginning."""
    give_turns()
    audiences = [audience] if isinstance(audience, str) else list(audience)
    return behind(place_of(position), audiences, limit)


def behind(place: Place, audiences: Collection[str], limit: int) -> list[Message]:
    """Return those that have a turn behind a place in this database."""
    rows = Message.objects.filter(audience__in=audiences, turn__gte=place.turn)
    return list(rows.filter(Q(turn__gt=place.turn) | Q(id__gt=place.id)).order_by("turn", "id")[:limit])


def all_behind(place: Place, limit: int) -> list[Message]:
    """Return what has a turn behind a place, whoever it is for, oldest first: one reads for many."""
    rows = Message.objects.only(*READ)
    if connection.vendor == "sqlite":
        return list(rows.filter(id__gt=place.id).order_by("id")[:limit])
    table = Message._meta.db_table
    rows = rows.extra(where=[f'("{table}"."xid", "{table}"."id") > (%s, %s)'], params=place)
    return list(rows.order_by("turn", "id")[:limit])


def place_of(position: str) -> Place:
    """Return where a position lies in this database: on SQLite it is found by its number alone."""
    found = _POSITION.fullmatch(position or BEGINNING)
    if found is None:
        raise BadPosition("position", expected="the position of a message", got=position[:40])
    return Place(0 if connection.vendor == "sqlite" else int(found[1]), int(found[2]))


def head(*, before: datetime | None = None) -> str:
    """Return the position of the newest message that has a turn: where a reader begins who wants only new ones.

    With `before`, a position that all lies behind which could not be read then yet. On SQLite it is walked back to
    from the end, so it should lie near.
    """
    if before is not None and connection.vendor == "postgresql":
        return str(Place((before - _EPOCH) // timedelta(microseconds=1), 0))
    give_turns()
    rows = Message.objects.filter(Q(turn__isnull=False) if before is None else Q(created_at__lt=before))
    last = rows.order_by("-turn", "-id").only("turn", "id").first()
    return last.position if last else BEGINNING


def rebase() -> int:
    """Forget the turns that another database gave: to be called once after a restore or a move.

    On SQLite a reader's position is found by its number. PostgreSQL keeps turns whoever gave them: its own lie behind.
    """
    return 0 if connection.vendor == "postgresql" else Message.objects.exclude(turn=0).update(turn=0)


def unsettled() -> QuerySet[Message]:
    """Return the messages without an outcome; their states are written out, so that SQLite takes the index of them."""
    return Message.objects.filter(state__in=[RawSQL(f"'{state}'", ()) for state in UNSETTLED])
