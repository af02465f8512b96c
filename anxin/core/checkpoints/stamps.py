"""What authorities for time have stamped, whether it holds, and how one stream leads to a stamped root."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from anxin.core import providers
from anxin.core.checkpoints import tree
from anxin.core.checkpoints.findings import ChainFinding
from anxin.core.checkpoints.models import Checkpoint, CheckpointStamp, CheckpointTip
from anxin.core.checkpoints.timestamping import KIND, read
from anxin.core.streams.hashing import merkle_path, merkle_root
from anxin.core.streams.key import StreamKey


@dataclass(frozen=True, kw_only=True)
class Stamped:
    """What one authority has stamped so far."""

    authority: str
    count: int
    newest: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StampProof:
    """How a stream as it was at a checkpoint leads to its root: with these anybody computes the root anew."""

    length: int
    head: str
    path: list[tuple[str, str]]


def faults(*, roots: str = "") -> Iterator[ChainFinding]:
    """Yield every stamp that doesn't hold: below `roots` (PEM), else below what was kept with its authority."""
    known: dict[str, str] = {}
    for one in CheckpointStamp.objects.select_related("checkpoint").order_by("checkpoint", "authority").iterator():
        if one.authority not in known:
            known[one.authority] = roots or trusted(one.authority)
        at, _fault = read(bytes(one.answer), bytes.fromhex(one.checkpoint.hash), roots=known[one.authority])
        if at != one.at:
            yield ChainFinding(code="timeline.bad_stamp", checkpoint=one.checkpoint_id, row=one.authority)
    tip, there = CheckpointTip.objects.first(), CheckpointStamp.objects.count()
    if tip is not None and there < tip.stamps:
        yield ChainFinding(code="timeline.stamp_missing", row=str(tip.stamps - there))


def trusted(authority: str) -> str:
    """Return the certificates (PEM) trusted for an authority, also before its last change and after its end."""
    return "\n".join(dict.fromkeys(one["roots"] for one in providers.history(KIND, authority)))


def title(authority: str) -> str:
    """Return what an authority is called."""
    return next((one["title"] for one in providers.history(KIND, authority)), authority)


def stamped() -> list[Stamped]:
    """Return what each authority has stamped (one query)."""
    rows = CheckpointStamp.objects.values("authority").order_by("authority")
    return [
        Stamped(authority=one["authority"], count=one["count"], newest=one["newest"], at=one["last"])
        for one in rows.annotate(count=Count("id"), newest=Max("checkpoint"), last=Max("at"))
    ]


def proof(stream: StreamKey, checkpoint: Checkpoint) -> StampProof | None:
    """Return how a stream leads to a checkpoint's root; None where it wasn't there yet, or the root isn't theirs."""
    leaves: list[bytes] = []
    place, found = -1, None
    for head in tree.heads_at(checkpoint.number, by_place=checkpoint.by_place):
        if (head.kind, head.key) == (stream.kind, stream.key):
            place, found = len(leaves), head
        leaves.append(tree.leaf_of(head))
    if found is None or merkle_root(leaves) != (checkpoint.root, checkpoint.count):
        return None
    return StampProof(length=found.length, head=found.head, path=merkle_path(leaves, place))
