"""Every hour: one signed root over the heads of all streams, so that nothing before it can be rewritten unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from anxin.core import acting
from anxin.core.checkpoints import tips
from anxin.core.checkpoints.hashing import hash_checkpoint
from anxin.core.checkpoints.models import Checkpoint, CheckpointHead, CheckpointTip
from anxin.core.keys import signatures
from anxin.core.streams.hashing import leaf, merkle_root
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Stream

AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class Heads:
    """All heads as they were at one moment, after the checkpoint `after`: their root, and those that had grown."""

    after: int
    root: str
    count: int
    grown: tuple[CheckpointHead, ...]


def read_heads() -> Heads:
    """Read all heads in one look; outside of a block nobody who writes waits for it."""
    after = Checkpoint.objects.aggregate(newest=Max("number"))["newest"] or 0
    grown: list[CheckpointHead] = []
    root, count = merkle_root(_leaves(grown))
    return Heads(after=after, root=root, count=count, grown=tuple(grown))


def checkpoint(now: datetime, heads: Heads | None = None) -> Checkpoint:
    """Write the next checkpoint: its root, the one before, a signature, and the heads that have grown.

    `heads` as they were read a moment ago; they are read anew where another checkpoint was made meanwhile.
    """
    acting.current()
    tip = CheckpointTip.objects.select_for_update().first()
    last = Checkpoint.objects.select_for_update().order_by("-number").first()
    if heads is None or heads.after != (last.number if last else 0):
        heads = read_heads()
    made = _next(tip, last, now)
    made.root, made.count = heads.root, heads.count
    made.hash = hash_checkpoint(made)
    made.signature = signatures.sign(bytes.fromhex(made.hash))
    made.save(force_insert=True)
    for one in heads.grown:
        one.checkpoint = made
    CheckpointHead.objects.bulk_create(heads.grown, batch_size=AT_ONCE)
    if tip is not None:
        tips.advance(tip, made)
    return made


def _next(tip: CheckpointTip | None, last: Checkpoint | None, now: datetime) -> Checkpoint:
    """Begin after the newest there is, and after the newest there was: what was taken off the end leaves a gap."""
    if tip is not None and (last is None or last.number < tip.number):
        return Checkpoint(number=tip.number + 1, at=now, previous=tip.hash)
    return Checkpoint(number=last.number + 1 if last else 1, at=now, previous=last.hash if last else "")


def _leaves(grown: list[CheckpointHead]) -> Iterator[bytes]:
    """Walk all heads in one look and collect those that the checkpoints before don't know yet."""
    known = CheckpointHead.objects.filter(stream_id=OuterRef("pk")).order_by("-checkpoint_id").values("length")[:1]
    heads = Stream.objects.order_by("pk").annotate(known=Subquery(known))
    rows = heads.values_list("pk", "kind", "key", "length", "head", "known")
    for pk, kind, key, length, head, before in rows.iterator(chunk_size=AT_ONCE):
        if before != length:
            grown.append(CheckpointHead(stream_id=pk, kind=kind, key=key, length=length, head=head))
        yield leaf(pk, StreamKey(kind, key), length, head)
