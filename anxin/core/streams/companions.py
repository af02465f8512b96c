"""What is read along with a head, in the statement that locks it: whoever asks for it later in the block has it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Stream

type Rows = Callable[[str, UUID | None, datetime], Gathered | None]
type Keep = Callable[[StreamKey, datetime, Any], None]

# Who waits for a lock on PostgreSQL gets the row as it is then, and what lies beside it as it was before.
_AS_SEEN = 'SELECT seen.xmin = "core_stream".xmin FROM "core_stream" AS seen WHERE seen.id = "core_stream".id'


@dataclass(frozen=True)
class CompanionRows:
    """Rows that lie beside a stream of a kind, and how a block remembers them."""

    rows: Rows
    keep: Keep


COMPANIONS: dict[str, CompanionRows] = {}


def read_along(name: str, rows: Rows, keep: Keep) -> None:
    """Declare what is read along; `rows` gives None for a kind of stream it has nothing to say of.

    It gets the kind, the key where that is a UUID, and the moment at which the block acts.
    """
    COMPANIONS[f"beside_{name}"] = CompanionRows(rows, keep)


def lock_head(stream: StreamKey, *, now: datetime) -> Stream | None:
    """Lock the head of a stream and remember what lies beside it; None where the stream has none yet."""
    head = next(iter(_heads(stream.kind, key=stream.key, row=_uuid(stream.key), now=now)), None)
    if head is not None:
        read = vars(head)
        as_seen = read.pop("as_seen", True)
        beside = {name: read.pop(name) for name in COMPANIONS if name in read}
        for name, rows in beside.items() if as_seen else ():
            COMPANIONS[name].keep(stream, now, rows)
    return head


@compiled
def _heads(kind: str, *, key: str, row: UUID | None, now: datetime) -> QuerySet[Stream]:
    rows = Stream.objects.select_for_update(of=("self",)).filter(kind=kind, key=key).order_by()
    beside = {name: one.rows(kind, row, now) for name, one in COMPANIONS.items()}
    rows = rows.annotate(**{name: gathered for name, gathered in beside.items() if gathered is not None})
    return rows.annotate(as_seen=RawSQL(_AS_SEEN, (), BooleanField())) if connection.vendor == "postgresql" else rows


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
