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
from anxin.core.outbox.models import UNSETTLED, Message

BEGINNING = "0.0"
_POSITION = re.compile(r"(\d{1,18})\.(\d{1,18})")


class BadPosition(Invalid):
    """The text is no position of the outbox."""

    code = "core.bad_position"


def after(position: str, audience: str | Collection[str], limit: int = 100) -> list[Message]:
    """Return the messages behind a position for one audience or several, oldest first; "" is the beginning."""
    xid, number = _parsed(position)
    audiences = [audience] if isinstance(audience, str) else list(audience)
    rows = _settled().filter(audience__in=audiences)
    behind = Q(xid__gt=xid) | Q(id__gt=number)
    return list(rows.filter(behind, xid__gte=xid).order_by("xid", "id")[:limit])


def head(*, before: datetime | None = None) -> str:
    """Return the position of the newest message that may be shown: where a reader begins who wants only new ones.

    With `before`, the newest of those told before then: walked back to from the end, so it should lie near.
    """
    rows = _settled() if before is None else _settled().filter(created_at__lt=before)
    last = rows.order_by("-xid", "-id").only("xid", "id").first()
    return last.position if last else BEGINNING


def rebase() -> int:
    """Forget the transaction numbers of another cluster: to be called once after a restore or a move.

    Ids keep their order, so a reader's old position still finds its place (see `_parsed`).
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


def _parsed(position: str) -> tuple[int, int]:
    found = _POSITION.fullmatch(position or BEGINNING)
    if found is None:
        raise BadPosition("position", expected="the position of a message", got=position[:40])
    xid, number = int(found[1]), int(found[2])
    return (0 if xid and _from_another_life(xid) else xid), number


def _from_another_life(xid: int) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint", [xid])
        return bool(cursor.fetchone()[0])
