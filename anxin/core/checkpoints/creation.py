"""Every hour: one signed root over the heads of all streams, so that nothing before it can be rewritten unseen."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import batched
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from anxin.core import acting
from anxin.core.checkpoints import tips, tree
from anxin.core.checkpoints.hashing import hash_checkpoint
from anxin.core.checkpoints.models import Checkpoint, CheckpointHead, CheckpointTip
from anxin.core.keys import signatures
from anxin.core.streams.models import Stream

AT_ONCE, NOTED_AT_ONCE = 2000, 200
GROWN = ~Q(length=F("checked"))
"""A stream that is longer than checkpoints know: it enters the index of these by being written to."""


@dataclass(frozen=True, kw_only=True)
class Heads:
    """The heads that moved since the checkpoint `after`, how the tree grows by them, which streams were looked at."""

    after: int
    count: int
    growth: tree.Growth
    moved: Sequence[CheckpointHead]
    looked_at: Sequence[UUID]


def read_heads() -> Heads:
    """Read the heads that moved, and all where the tree has to be made anew; nobody who writes waits for it."""
    last = Checkpoint.objects.order_by("-number").first()
    if tree.stands(last):
        with suppress(tree.TornTree):
            return _read(last, whole=False)
    return _read(last, whole=True)


def _read(last: Checkpoint | None, *, whole: bool) -> Heads:
    count = CheckpointHead.objects.aggregate(count=Coalesce(Max("place") + 1, 0))["count"]
    moved: list[CheckpointHead] = []
    looked_at: list[UUID] = []
    told = CheckpointHead.objects.filter(stream_id=OuterRef("pk")).order_by("-checkpoint_id")
    rows = (Stream.objects.all() if whole else Stream.objects.filter(GROWN)).order_by("pk")
    rows = rows.annotate(known=Subquery(told.values("length")[:1]), place=Subquery(told.values("place")[:1]))
    for pk, kind, key, length, checked, head, known, place in rows.values_list(*NAMES).iterator(chunk_size=AT_ONCE):
        if checked != length:
            looked_at.append(pk)
        if known != length:
            place, count = (count, count + 1) if place is None else (place, count)
            moved.append(CheckpointHead(stream_id=pk, kind=kind, key=key, length=length, head=head, place=place))
    moved.sort(key=lambda one: one.place)
    growth = tree.grown([(one.place, tree.leaf_of(one)) for one in moved], last=last, whole=whole)
    return Heads(after=last.number if last else 0, count=count, growth=growth, moved=moved, looked_at=looked_at)


NAMES = ("pk", "kind", "key", "length", "checked", "head", "known", "place")


def checkpoint(now: datetime, heads: Heads | None = None) -> Checkpoint:
    """Write the next checkpoint: its root, the one before, a signature, and the heads that moved.

    `heads` as they were read a moment ago; they are read anew where another checkpoint was made meanwhile.
    """
    acting.current()
    tip = CheckpointTip.objects.select_for_update().first()
    last = Checkpoint.objects.select_for_update().order_by("-number").first()
    if heads is None or heads.after != (last.number if last else 0):
        heads = read_heads()
    made = _next(tip, last, now)
    made.root, made.count = heads.growth.root, heads.count
    made.hash = hash_checkpoint(made)
    made.signature = signatures.sign(bytes.fromhex(made.hash))
    made.save(force_insert=True)
    for one in heads.moved:
        one.checkpoint = made
    CheckpointHead.objects.bulk_create(heads.moved, batch_size=AT_ONCE)
    tree.keep(heads.growth)
    if tip is not None:
        tips.advance(tip, made)
    return made


def note(heads: Heads) -> None:
    """Write on the streams how long checkpoints know them, some a block; who is being written to is left for later."""
    for some in batched(heads.looked_at, NOTED_AT_ONCE, strict=False):
        acting.acting(partial(_note, some))


def _note(some: Sequence[UUID]) -> None:
    free = Stream.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=some).order_by("pk")
    told = CheckpointHead.objects.filter(stream_id=OuterRef("pk")).order_by("-checkpoint_id").values("length")
    keys = list(free.values_list("pk", flat=True))
    Stream.objects.filter(pk__in=keys).update(checked=Coalesce(Subquery(told[:1]), 0))


def _next(tip: CheckpointTip | None, last: Checkpoint | None, now: datetime) -> Checkpoint:
    """Begin after the newest there is, and after the newest there was: what was taken off the end leaves a gap."""
    if tip is not None and (last is None or last.number < tip.number):
        return Checkpoint(number=tip.number + 1, at=now, previous=tip.hash, by_place=True)
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    return Checkpoint(number=number, at=now, previous=previous, by_place=True)
