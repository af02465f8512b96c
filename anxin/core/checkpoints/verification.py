"""Verify all chains against themselves, their seals and the checkpoints; name the first fault of each stream."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from uuid import UUID

from django.db.models import Exists, OuterRef

from anxin.core.checkpoints import stamps, trail
from anxin.core.checkpoints.findings import ChainFinding, checked
from anxin.core.checkpoints.models import CheckpointHead
from anxin.core.checkpoints.rows import rows_differ
from anxin.core.streams import heads as stream_heads
from anxin.core.streams import moved
from anxin.core.streams.hashing import commitment, hash_entry
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Stream
from anxin.core.streams.seals import EMPTIED, ERASED, unsealed
from anxin.core.vault import Tampered, UnknownKey

AT_ONCE = 500


def verify(*, roots: str = "", all_roots: bool = False, expect: str = "") -> list[ChainFinding]:
    """Verify everything kept; an empty list means that nothing was found.

    `roots` (PEM) are trusted for the outside stamps instead of those kept here; `all_roots` computes the root of every
    checkpoint again, not only of the last; `expect` is the hash of a checkpoint as it was kept outside. Who has the
    keys too, or puts a whole older database in place of this one, is found by what was kept outside alone.
    """
    found: list[ChainFinding] = []
    for streams in batched(Stream.objects.order_by("pk").iterator(AT_ONCE), AT_ONCE, strict=False):
        suspects = {one.stream for one in _faults(streams)}
        if suspects:  # look again: somebody may have been writing between the reads
            again = Stream.objects.filter(pk__in=[s.pk for s in streams if StreamKey(s.kind, s.key) in suspects])
            found += _faults(list(again.order_by("pk")))
    checkpoints = [*trail.faults(all_roots=all_roots, expect=expect), *stamps.faults(roots=roots)]
    return [*found, *_missing_streams(), *checkpoints, *rows_differ(), *checked()]


def verify_stream(key: StreamKey) -> ChainFinding | None:
    """Verify one stream against itself, its head and the checkpoints; give its first fault, None where it holds."""
    rows = list(Stream.objects.filter(kind=key.kind, key=key.key))
    if not rows:
        return ChainFinding(code="timeline.stream_missing", stream=key)
    return next(
        iter((_faults(rows) and _faults(rows)) or [*rows_differ(key), *checked(key)]), None
    )  # twice: somebody may be writing between the reads


def _faults(streams: Iterable[Stream]) -> list[ChainFinding]:
    keys = [stream.pk for stream in streams]
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(stream__in=keys).order_by("stream", "position").prefetch_related("private_values")
    for entry in rows:
        entries[entry.stream_id].append(entry)
    heads: dict[UUID, list[CheckpointHead]] = defaultdict(list)
    for head in CheckpointHead.objects.filter(stream_id__in=keys).order_by("stream_id", "checkpoint_id"):
        heads[head.stream_id].append(head)
    gone = moved.of([one.pk for one in streams if len(entries[one.pk]) < one.length])
    faults = (_fault(one, _joined(entries[one.pk], gone.get(one.pk, [])), heads[one.pk]) for one in streams)
    return [fault for fault in faults if fault]


def _joined(entries: list[Entry], gone: list[Entry] | None) -> list[Entry] | None:
    return None if gone is None else moved.joined(entries, gone)


def _fault(stream: Stream, entries: list[Entry] | None, heads: list[CheckpointHead]) -> ChainFinding | None:
    key = StreamKey(stream.kind, stream.key)
    if entries is None:
        return ChainFinding(code="timeline.archive_differs", stream=key)
    code, position = _chain(key, entries) or _head(stream, entries, heads) or _private(entries) or ("", 0)
    return ChainFinding(code=code, stream=key, position=position) if code else None


def _chain(key: StreamKey, entries: list[Entry]) -> tuple[str, int] | None:
    previous = ""
    for position, entry in enumerate(entries, 1):
        if entry.position != position:
            return "timeline.entry_missing", position
        if hash_entry(key, entry) != entry.hash:
            return "timeline.changed", position
        if entry.previous != previous:
            return "timeline.unlinked", position
        previous = entry.hash
    return None


def _head(stream: Stream, entries: list[Entry], heads: list[CheckpointHead]) -> tuple[str, int] | None:
    longest = max([stream.length, *(head.length for head in heads)])
    if len(entries) < longest:
        return "timeline.cut", len(entries) + 1
    for head in heads:
        if entries[head.length - 1].hash != head.head:
            return "timeline.rewritten", head.length
    if len(entries) != stream.length or (entries[-1].hash if entries else "") != stream.head:
        return "timeline.head_changed", stream.length
    if not stream_heads.verifies(stream):
        return "timeline.rewritten", stream.length
    return None


def _private(entries: list[Entry]) -> tuple[str, int] | None:
    erased = {
        (entry.facts.get("position"), name)
        for entry in entries
        if entry.code == ERASED
        for name in entry.facts.get("names", [])
    }
    emptied = max((entry.position for entry in entries if entry.code == EMPTIED), default=0)
    for entry in entries:
        rows = {row.name: row for row in entry.private_values.all()}
        if rows.keys() != entry.commitments.keys():
            return "timeline.private_missing", entry.position
        for name, row in rows.items():
            if row.erased_at:
                if entry.position > emptied and (entry.position, name) not in erased:
                    return "timeline.erased_unrecorded", entry.position
                continue
            try:
                fits = commitment(name, *unsealed(row)) == entry.commitments[name]
            except (Tampered, UnknownKey, ValueError):
                fits = False
            if not fits:
                return "timeline.private_changed", entry.position
    return None


def _missing_streams() -> Iterator[ChainFinding]:
    lost = CheckpointHead.objects.filter(~Exists(Stream.objects.filter(pk=OuterRef("stream_id"))))
    for kind, key in lost.order_by("kind", "key").values_list("kind", "key").distinct():
        yield ChainFinding(code="timeline.stream_missing", stream=StreamKey(kind, key))
