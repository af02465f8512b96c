"""Heads sealed with the installation's key: who can write the database but has no key can't move one unseen."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from anxin.core import acting, inserts
from anxin.core.keys import mark, signatures
from anxin.core.streams import companions
from anxin.core.streams.hashing import canonical
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Stream
from anxin.core.streams.pressure import PRESSED, press

PURPOSE = b"anxin timeline head"
HEADS = ("heads",)
MOVED = ("length", "head", "seal", "ended_at", "emptied_at")
TOUCHED = ("touched",)
TABLES = (Stream._meta.db_table, Entry._meta.db_table)
LOG = logging.getLogger(__name__)


def ids_of(streams: Iterable[StreamKey]) -> list[UUID]:
    """Return the ids of the heads of some streams, each found by its kind and key (one query a kind).

    Facts are asked for by these: by a list of keys a database reads all heads, or all facts, that there are.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for one in streams:
        keys[one.kind].add(one.key)
    rows = (Stream.objects.filter(kind=kind, key__in=several) for kind, several in sorted(keys.items()))
    return [key for several in rows for key in several.values_list("pk", flat=True)]


def sealed(head: Stream) -> Stream:
    """Seal a head as it stands."""
    head.seal = signatures.seal(PURPOSE, _content(head))
    return head


def verifies(head: Stream) -> bool:
    """Return whether a head is the one that was last sealed here."""
    return signatures.is_sealed(PURPOSE, _content(head), head.seal)


def locked(stream: StreamKey, *, now: datetime, fresh: bool = False) -> Stream:
    """Return the head of a stream, locked to the end of the block: read once, then moved on in memory."""
    heads = _heads()
    head = heads.get(stream)
    if head is None:
        head = heads[stream] = _begun(stream, now) if fresh else _found(stream, now)
    return head


def _found(stream: StreamKey, now: datetime) -> Stream:
    """Return a head that this block has not seen: what waits to be written of other heads can wait on."""
    with acting.current().leaving(_keep):
        return companions.lock_head(stream, now=now) or _begun_by_one(stream, now)


def advance(head: Stream, entry: Entry) -> None:
    """Move a locked head on to a fact just written.

    One that was not ours moves on but is never sealed again: work goes on, and what was done to it stays to be found.
    """
    ours = verifies(head)
    head.length, head.head = entry.position, entry.hash
    if ours:
        sealed(head)
    else:
        LOG.error("the head of a stream was moved past its key", extra={"stream": str(head)})
    _put_off(head)


def end(stream: StreamKey, *, at: datetime | None) -> None:
    """Write on a head when its case ended; nothing where it goes on, or where the stream has none yet."""
    heads = _heads()
    if stream in heads:
        heads[stream].ended_at = at
        _put_off(heads[stream])
    else:
        Stream.objects.filter(kind=stream.kind, key=stream.key).update(ended_at=at)


def is_begun_here(stream: StreamKey) -> bool:
    """Return whether this block begins a stream and has not written it yet: nobody else can know of it."""
    head = _heads().get(stream)
    return head is not None and head._state.adding


def touch(stream: StreamKey, *, began: datetime | None = None) -> None:
    """Have a head say anew what its clocks press: together with the facts of this block, or else by itself.

    `began`: the clock that began is due then, which is all there is to say where the stream is new too.
    """
    if began and is_begun_here(stream):
        head = _heads()[stream]
        head.presses_at = head.runs_out_at = min(filter(None, (head.presses_at, began)))
        return
    _touched().add(stream)
    acting.current().put_off(_press, stream, late=True)


def _touched() -> set[StreamKey]:
    block = acting.current()
    known: set[StreamKey] | None = block.recall(TOUCHED)
    if known is None:
        known = set()
        block.keep(TOUCHED, known)
    return known


def _press(several: list[StreamKey]) -> None:
    for stream in sorted(_touched().intersection(several)):
        press(stream)
    _touched().clear()


def _heads() -> dict[StreamKey, Stream]:
    """Return the heads this block has locked: its own writes keep them up, an undone part of it forgets them."""
    block = acting.current()
    known: dict[StreamKey, Stream] | None = block.recall(HEADS)
    if known is None:
        known = {}
        block.keep(HEADS, known)
    return known


def _begun(stream: StreamKey, now: datetime) -> Stream:
    mark.leave(mark.HEADS, mark.ROWS, now=now)
    return sealed(Stream(kind=stream.kind, key=stream.key))


def _begun_by_one(stream: StreamKey, now: datetime) -> Stream:
    """Begin a stream that others may begin at the same moment: one does, and the others wait for it.

    On SQLite nobody can: its writers stand in line from the first word of their block.
    """
    head = _begun(stream, now)
    if connection.vendor == "sqlite":
        return head
    if inserts.insert_new(head):
        return head
    return Stream.objects.select_for_update().get(kind=stream.kind, key=stream.key)


def _put_off(head: Stream) -> None:
    acting.current().put_off(_keep, head, TABLES)


def _keep(several: list[Stream]) -> None:
    heads = list({head.pk: head for head in several}.values())
    moved = [head for head in heads if not head._state.adding]
    if not moved:
        inserts.insert(heads)
    elif len(heads) == 1:
        inserts.leave(heads[0], {name: getattr(heads[0], name) for name in MOVED}, written=PRESSED)
    else:
        inserts.insert_or_move(heads, MOVED, written=PRESSED)
    _touched().difference_update(StreamKey(head.kind, head.key) for head in moved)


def _content(head: Stream) -> bytes:
    return canonical([str(head.id), head.kind, head.key, head.length, head.head])
