"""Write a fact; erase what was private about it."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import acting
from anxin.core import facts as handlers
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.core.keys import marking
from anxin.core.plain import plain
from anxin.core.streams import heading
from anxin.core.streams.hashing import hash_entry
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Private, Stream
from anxin.core.streams.sealing import ERASED, sealed


def write(
    stream: StreamKey,
    code: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
) -> Entry:
    """Write one fact at the end of a stream and let its handlers run.

    `facts` holds codes, ids and whole numbers only; whatever may name or describe a person goes into `private`,
    sealed, where it can be erased while the chain still verifies.
    """
    acting.current()
    told = plain(facts or {})
    head = _locked(stream, now)
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
    entry.save(force_insert=True)
    Private.objects.bulk_create(values)
    heading.advance(head, entry)
    handlers.handle(entry, now=now)
    return entry


def erase(entry: Entry, *, names: frozenset[str] | None = None, reason: str, by: Actor, now: datetime) -> int:
    """Erase private values of a fact (all, or those named) with their salts; write down that it was done.

    Returns how many were erased. The chain still verifies: it holds only the commitments.
    """
    _locked(entry.stream_key, now)
    rows = Private.objects.filter(entry=entry, erased_at=None)
    if names is not None:
        rows = rows.filter(name__in=names)
    erased = sorted(rows.values_list("name", flat=True))
    if erased:
        Private.objects.filter(entry=entry, name__in=erased).update(sealed="", erased_at=now)
        told = {"position": entry.position, "names": list(erased), "reason": reason}
        write(entry.stream_key, ERASED, by=by, now=now, facts=told)
    return len(erased)


def _locked(stream: StreamKey, now: datetime) -> Stream:
    heads = Stream.objects.select_for_update().filter(kind=stream.kind, key=stream.key)
    head = heads.first()
    if head is None:
        fresh = heading.sealed(Stream(kind=stream.kind, key=stream.key))
        marking.leave(now=now)
        Stream.objects.bulk_create([fresh], ignore_conflicts=True)
        head = heads.get()
    return head
