"""Lay the facts of emptied streams together as the content of one archive; nothing is written."""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from anxin.core.archives.lines import digest_of, entries_in, line_of
from anxin.core.streams.models import Entry, Stream
from anxin.core.streams.seals import EMPTIED, MOVED

_STAYS: set[str] = {EMPTIED, MOVED}


def stays(*codes: str) -> None:
    """Say that facts of these codes stay in the table, too: something finds them there by their code."""
    _STAYS.update(codes)


def stay_here() -> frozenset[str]:
    """Return the codes of which facts stay in the table."""
    return frozenset(_STAYS)


@dataclass(frozen=True, kw_only=True)
class PackedLine:
    """One stream's line: how many facts it holds, from the first on, the hash of the last one and that of the line."""

    stream: UUID
    facts: int
    head: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What goes into an archive, its lines in order, and which streams don't: their chain is broken."""

    content: bytes
    lines: tuple[PackedLine, ...]
    broken: tuple[UUID, ...]


def pack(streams: Sequence[UUID]) -> Packed:
    """Return the facts of some streams up to where each was emptied (three queries)."""
    heads = {one.pk: one for one in Stream.objects.filter(pk__in=streams).order_by("pk")}
    told: dict[UUID, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(stream__in=heads).order_by("stream", "position").prefetch_related("private_values")
    for entry in rows:
        told[entry.stream_id].append(entry)
    packed: list[PackedLine] = []
    content: list[bytes] = []
    broken = []
    for key, head in heads.items():
        entries = up_to_emptied(told[key])
        line = line_of(head, entries)
        if not entries or not fits(line, head, entries):
            broken.append(key)
            continue
        content.append(line + b"\n")
        packed.append(PackedLine(stream=key, facts=len(entries), head=entries[-1].hash, digest=digest_of(line)))
    whole = gzip.compress(b"".join(content), mtime=0)
    return Packed(content=whole, lines=tuple(packed), broken=tuple(broken))


def up_to_emptied(entries: Sequence[Entry]) -> list[Entry]:
    """Return a stream's facts before the one that says that it was emptied; none where it was not."""
    place = next((number for number, one in enumerate(entries) if one.code == EMPTIED), 0)
    return list(entries[:place])


def fits(line: bytes, head: Stream, entries: Iterable[Entry]) -> bool:
    """Return whether the facts of a line are, hash by hash, those of the table, and nothing private is left of them."""
    several = list(entries)
    read = [(one.position, one.previous, one.hash) for one in entries_in(line, head)]
    private = (one for entry in several for one in entry.private_values.all())
    return read == [(one.position, one.previous, one.hash) for one in several] and all(
        one.erased_at is not None for one in private
    )
