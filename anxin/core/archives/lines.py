"""A line of an archive: a stream's facts from its first on, as plain values; and the facts of such a line.

    {"stream": [kind, key], "id": …, "facts": [{"id", "code", "at", "by", "facts", "commitments", "erased"}, …]}

Positions are those in the list, and each fact's hash is worked out over the one before, so neither stands there.
`by` is kind, id, organisation and way; `erased` says when each private value was.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from anxin.core.streams.hashing import canonical, hash_entry, instant
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Private, Stream


def line_of(stream: Stream, entries: Sequence[Entry]) -> bytes:
    """Return the line of a stream's facts, which have their private values beside them."""
    told = {"stream": [stream.kind, stream.key], "id": str(stream.id), "facts": [_fact(one) for one in entries]}
    return canonical(told)


def digest_of(line: bytes) -> str:
    """Return what a row keeps of a line."""
    return hashlib.sha256(line).hexdigest()


def stream_of(line: bytes) -> StreamKey:
    """Return whose facts a line holds."""
    kind, key = json.loads(line)["stream"]
    return StreamKey(kind, key)


def entries_in(line: bytes, stream: Stream) -> list[Entry]:
    """Return the facts of a line, each with the hash that follows from the line alone."""
    found: list[Entry] = []
    place, previous = StreamKey(stream.kind, stream.key), ""
    for position, told in enumerate(json.loads(line)["facts"], 1):
        entry = _entry(told, stream, position, previous)
        entry.hash = previous = hash_entry(place, entry)
        found.append(entry)
    return found


def with_values(entry: Entry, values: Iterable[Private]) -> Entry:
    """Lay private values beside a fact as both ways of reading it find them."""
    several = list(values)
    vars(entry)["_prefetched_objects_cache"] = {"private_values": several}
    vars(entry)["sealed_values"] = tuple(
        {"id": one.id, "name": one.name, "sealed": one.sealed, "erased_at": one.erased_at} for one in several
    )
    return entry


def _fact(entry: Entry) -> dict[str, Any]:
    erased = {one.name: instant(one.erased_at) for one in entry.private_values.all() if one.erased_at}
    by = [entry.actor_kind, entry.actor_id, entry.organisation, entry.via]
    told = {"id": str(entry.id), "code": entry.code, "at": instant(entry.at), "by": by, "facts": entry.facts}
    return told | {"commitments": entry.commitments, "erased": erased}


def _entry(told: dict[str, Any], stream: Stream, position: int, previous: str) -> Entry:
    kind, actor, organisation, via = told["by"]
    entry = Entry(
        id=UUID(told["id"]),
        stream=stream,
        position=position,
        code=told["code"],
        at=datetime.fromisoformat(told["at"]),
        actor_kind=kind,
        actor_id=actor,
        organisation=organisation,
        via=via,
        facts=told["facts"],
        commitments=told["commitments"],
        previous=previous,
    )
    erased = sorted(told["erased"].items())
    return with_values(entry, [Private(entry=entry, name=name, erased_at=_moment(at)) for name, at in erased])


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
