"""What authorities for time have stamped, whether it holds, and how one stream leads to a stamped root."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Subquery

from anxin.core import providers
from anxin.core.checkpoints.findings import Finding
from anxin.core.checkpoints.models import Checkpoint, CheckpointHead, CheckpointStamp, CheckpointTip
from anxin.core.checkpoints.timestamping import KIND, read
from anxin.core.streams.hashing import leaf, merkle_path, merkle_root
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Stream


@dataclass(frozen=True, kw_only=True)
class Stamped:
    """What one authority has stamped so far."""

    authority: str
    count: int
    newest: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How a stream as it was at a checkpoint leads to its root: with these anybody computes the root anew."""

    length: int
    head: str
    path: list[tuple[str, str]]


def faults(*, roots: str = "") -> Iterator[Finding]:
    """Yield every stamp that doesn't hold: below `roots` (PEM), else below what was kept with its authority."""
    known: dict[str, str] = {}
    for one in CheckpointStamp.objects.select_related("checkpoint").order_by("checkpoint", "authority").iterator():
        if one.authority not in known:
            known[one.authority] = roots or trusted(one.authority)
        at, _fault = read(bytes(one.answer), bytes.fromhex(one.checkpoint.hash), roots=known[one.authority])
        if at != one.at:
            yield Finding(code="timeline.bad_stamp", checkpoint=one.checkpoint_id, row=one.authority)
    tip, there = CheckpointTip.objects.first(), CheckpointStamp.objects.count()
    if tip is not None and there < tip.stamps:
        yield Finding(code="timeline.stamp_missing", row=str(tip.stamps - there))


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


def proof(stream: StreamKey, checkpoint: Checkpoint) -> Proof | None:
    """Return how a stream leads to a checkpoint's root; None where it wasn't there yet, or the root isn't theirs."""
    known = CheckpointHead.objects.filter(stream_id=OuterRef("pk"), checkpoint__lte=checkpoint.number)
    newest = known.order_by("-checkpoint_id")
    there = Stream.objects.annotate(then=Subquery(newest.values("length")[:1]), tip=Subquery(newest.values("head")[:1]))
    leaves: list[bytes] = []
    place, length, head = -1, 0, ""
    rows = there.exclude(then=None).order_by("pk").values_list("pk", "kind", "key", "then", "tip")
    for pk, kind, key, then, tip in rows.iterator(2000):
        if (kind, key) == (stream.kind, stream.key):
            place, length, head = len(leaves), then, tip
        leaves.append(leaf(pk, StreamKey(kind, key), then, tip))
    if place < 0 or merkle_root(leaves) != (checkpoint.root, checkpoint.count):
        return None
    return Proof(length=length, head=head, path=merkle_path(leaves, place))
