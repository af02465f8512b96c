"""Follow the outbox by cursor without missing a row.

Ids are given out before transactions end, so on PostgreSQL a row with a smaller id may appear after one with a
larger. Only rows of transactions older than every one still open are shown, in the order of (transaction, id):
whatever appears later stands behind the cursor's place. On SQLite writers stand in line and ids are enough.
"""

import re
from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from anxin.core.errors import Invalid
from anxin.core.outbox.models import UNSETTLED, Message, Place

BEGINNING = str(Place(0, 0))
READ = ("id", "xid", "audience", "template", "ids")
_POSITION = re.compile(r"(\d{1,18})\.(\d{1,18})")


class BadPosition(Invalid):
    """The text is no position of the outbox."""

    code = "core.bad_position"


def after(position: str, audience: str | Collection[str], limit: int = 100) -> list[Message]:
    """Return the messages behind a position for one audience or several, oldest first; "" is the beginning."""
    audiences = [audience] if isinstance(audience, str) else list(audience)
    return behind(place_of(position), audiences, limit)


def behind(place: Place, audiences: Collection[str], limit: int) -> list[Message]:
    """Return the same for a place in this database."""
    rows = _settled().filter(audience__in=audiences, xid__gte=place.xid)
    return list(rows.filter(Q(xid__gt=place.xid) | Q(id__gt=place.id)).order_by("xid", "id")[:limit])


def all_behind(place: Place, limit: int) -> list[Message]:
    """Return what was told behind a place, whoever it is for, oldest first: one reads for many."""
    rows = _settled().only(*READ)
    if connection.vendor == "sqlite":
        return list(rows.filter(id__gt=place.id).order_by("id")[:limit])
    table = Message._meta.db_table
    rows = rows.extra(where=[f'("{table}"."xid", "{table}"."id") > (%s, %s)'], params=place)
    return list(rows.order_by("xid", "id")[:limit])


def place_of(position: str) -> Place:
    """Return where a position lies in this database: one of another cluster is found by its number alone."""
    found = _POSITION.fullmatch(position or BEGINNING)
    if found is None:
        raise BadPosition("position", expected="the position of a message", got=position[:40])
    xid, number = int(found[1]), int(found[2])
    return Place(0 if xid and _from_another_life(xid) else xid, number)


def head(*, before: datetime | None = None) -> str:
    """Return the position of the newest message that may be shown: where a reader begins who wants only new ones.

    With `before`, the newest of those told before then: walked back to from the end, so it should lie near.
    """
    rows = _settled() if before is None else _settled().filter(created_at__lt=before)
    last = rows.order_by("-xid", "-id").only("xid", "id").first()
    return last.position if last else BEGINNING


def rebase() -> int:
    """Forget the transaction numbers of another cluster: to be called once after a restore or a move.

    Ids keep their order, so a reader's old position still finds its place (see `place_of`).
    """
    return Message.objects.exclude(xid=0).update(xid=0)


def unsettled() -> QuerySet[Message]:
    """Return the messages without an outcome; their states are written out, so that SQLite takes the index of them."""
    return Message.objects.filter(state__in=[RawSQL(f"'{state}'", ()) for state in UNSETTLED])


def _settled() -> QuerySet[Message]:
    rows = Message.objects.all()
    if connection.vendor != "postgresql":
        return rows
    return rows.extra(where=["xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])


def _from_another_life(xid: int) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint", [xid])
        return bool(cursor.fetchone()[0])
