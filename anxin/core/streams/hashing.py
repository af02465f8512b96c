"""Canonical bytes, and what is hashed over them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry


def canonical(value: object) -> bytes:
    """Write plain values (text, whole numbers, truth, lists, tables) in the one way they are hashed."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(purpose: bytes, content: object) -> str:
    """Hash plain values for one purpose, so that no hash stands for two things."""
    return hashlib.sha256(purpose + b"\n" + canonical(content)).hexdigest()


def hash_entry(stream: StreamKey, entry: Entry) -> str:
    """Return the hash of a fact over its stream, position, predecessor, codes and commitments."""
    return digest(
        b"anxin.timeline.entry.v1",
        {
            "stream": list(stream),
            "position": entry.position,
            "id": str(entry.id),
            "code": entry.code,
            "at": instant(entry.at),
            "by": [entry.actor_kind, entry.actor_id, entry.organisation, entry.via],
            "facts": entry.facts,
            "commitments": entry.commitments,
            "previous": entry.previous,
        },
    )


def commitment(name: str, salt: str, value: str) -> str:
    """Commit to a value so that, salt and value erased, nobody can guess it back."""
    return digest(b"anxin.timeline.private.v1", [name, salt, value])


def leaf(stream_id: object, stream: StreamKey, length: int, head: str) -> bytes:
    """Hash one head as a leaf of the tree."""
    return hashlib.sha256(b"\x00" + canonical([str(stream_id), *stream, length, head])).digest()


def merkle_root(leaves: Iterable[bytes]) -> tuple[str, int]:
    """Return the root of an RFC 6962 tree over the leaves and their count, in memory that grows as log n."""
    peaks: list[tuple[int, bytes]] = []
    count = 0
    for one in leaves:
        count += 1
        size, digest = 1, one
        while peaks and peaks[-1][0] == size:
            _, left = peaks.pop()
            size, digest = size * 2, _node(left, digest)
        peaks.append((size, digest))
    if not peaks:
        return hashlib.sha256(b"").hexdigest(), 0
    _, root = peaks.pop()
    while peaks:
        root = _node(peaks.pop()[1], root)
    return root.hex(), count


def merkle_path(leaves: Sequence[bytes], place: int) -> list[tuple[str, str]]:
    """Return what leads from one leaf to the root: each the side of its neighbour, and the neighbour."""
    path: list[tuple[str, str]] = []
    level = list(leaves)
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(("left" if beside < place else "right", level[beside].hex()))
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
        place //= 2
    return path


def instant(at: datetime) -> str:
    """Write a moment to the microsecond in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("facts: expected text as names")
        for one in value.values():
            _refuse_floats(one)
    elif isinstance(value, list):
        for one in value:
            _refuse_floats(one)
    elif not isinstance(value, (str, int, bool, type(None))):
        raise ValueError(f"facts: expected text, whole numbers, truth, lists or tables, got {type(value).__name__}")
