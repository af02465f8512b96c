"""Write a fact; erase what was private about it."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import acting, inserts
from anxin.core import facts as handlers
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.core.plain_values import plain
from anxin.core.streams import heads
from anxin.core.streams.hashing import hash_entry
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Private
from anxin.core.streams.seals import EMPTIED, ERASED, sealed

DONE_AT = "done_at"
LATE = "handed_in_late"
TABLES = (Entry._meta.db_table, Private._meta.db_table)


def write(
    stream: StreamKey,
    code: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
    fresh: bool = False,
) -> Entry:
    """Write one fact at the end of a stream and let its handlers run.

    The stream's head is locked from here on; facts and head go to the database together, at the end of the block or
    before anybody there looks at them. `fresh`: nobody else can have begun this stream, its key was just made.

    `facts` holds codes, ids and whole numbers only; whatever may name or describe a person goes into `private`,
    sealed, where it can be erased while the chain still verifies. Where somebody did it before it came in (a phone
    without signal), the fact says when, by his own clock, as `done_at`, and `handed_in_late` where that
    was too long ago.
    """
    block = acting.current()
    told = plain(facts or {})
    if by.done_at is not None:
        told[DONE_AT] = by.done_at.isoformat(timespec="seconds")
    if by.late:
        told[LATE] = True
    head = heads.locked(stream, now=now, fresh=fresh)
    entry = Entry(
        id=uuid7(),
        stream=head,
        position=head.length + 1,
        code=code,
        at=now,
        actor_kind=by.kind,
        actor_id=by.id,
        organisation=by.organisation,
        via=by.via,
        facts=told,
        previous=head.head,
    )
    values = [sealed(entry, name, value) for name, value in sorted((private or {}).items()) if value]
    entry.hash = hash_entry(stream, entry)
    block.put_off(_keep, (entry, values), TABLES)
    heads.advance(head, entry)
    handlers.handle(entry, now=now)
    return entry


def erase(entry: Entry, *, names: frozenset[str] | None = None, reason: str, by: Actor, now: datetime) -> int:
    """Erase private values of a fact (all, or those named) with their salts; write down that it was done.

    Returns how many were erased. The chain still verifies: it holds only the commitments.
    """
    heads.locked(entry.stream_key, now=now)
    rows = Private.objects.filter(entry=entry, erased_at=None)
    if names is not None:
        rows = rows.filter(name__in=names)
    erased = sorted(rows.values_list("name", flat=True))
    if erased:
        Private.objects.filter(entry=entry, name__in=erased).update(sealed="", erased_at=now)
        told = {"position": entry.position, "names": list(erased), "reason": reason}
        write(entry.stream_key, ERASED, by=by, now=now, facts=told)
    return len(erased)


def empty(stream: StreamKey, *, reason: str, by: Actor, now: datetime) -> int:
    """Erase all that is private of a stream so far; one fact says so, and apps empty then what they keep of it beside.

    Returns how many values were erased. The chain still verifies.
    """
    heads.locked(stream, now=now).emptied_at = now
    rows = Private.objects.filter(entry__stream__kind=stream.kind, entry__stream__key=stream.key, erased_at=None)
    count = rows.update(sealed="", erased_at=now)
    write(stream, EMPTIED, by=by, now=now, facts={"reason": reason, "values": count})
    return count


def _keep(several: list[tuple[Entry, list[Private]]]) -> None:
    inserts.insert([entry for entry, _ in several])
    if values := [value for _, some in several for value in some]:
        inserts.insert(values)
