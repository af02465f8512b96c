"""Follow the checkpoints from the first to the newest: links, signatures, roots, the seal over their end."""

from collections.abc import Iterator

from anxin.core.checkpoints import tips, tree
from anxin.core.checkpoints.findings import ChainFinding
from anxin.core.checkpoints.hashing import hash_checkpoint
from anxin.core.checkpoints.models import Checkpoint, CheckpointTip
from anxin.core.keys import signatures
from anxin.core.streams.hashing import merkle_root


def faults(*, all_roots: bool, expect: str) -> Iterator[ChainFinding]:
    """Yield what is wrong with the checkpoints; `expect`: the hash of one of them as it was kept outside."""
    tip = CheckpointTip.objects.first()  # read before the rows: those made meanwhile lie after it
    rows = Checkpoint.objects.order_by("number")
    last, wanted = rows.last(), rows.filter(hash=expect).first() if expect else None
    previous, number = "", 0
    for row in rows.iterator():
        number += 1
        if row.number != number:
            yield ChainFinding(code="timeline.checkpoint_missing", checkpoint=number)
            number = row.number
        elif row.previous != previous or hash_checkpoint(row) != row.hash:
            yield ChainFinding(code="timeline.checkpoint_changed", checkpoint=number)
        elif not signatures.verify(bytes.fromhex(row.hash), row.signature):
            yield ChainFinding(code="timeline.bad_signature", checkpoint=number)
        elif (all_roots or row in (last, wanted)) and _root_at(row) != (row.root, row.count):
            yield ChainFinding(code="timeline.root_differs", checkpoint=number)
        previous = row.hash
    yield from _end(tip, number)
    if expect and wanted is None:
        yield ChainFinding(code="timeline.not_as_kept", row=expect)


def _end(tip: CheckpointTip | None, number: int) -> Iterator[ChainFinding]:
    if tip is None or not tips.verifies(tip):
        yield ChainFinding(code="timeline.tip_changed", checkpoint=number)
    elif number < tip.number:
        yield ChainFinding(code="timeline.checkpoint_missing", checkpoint=number + 1)
    elif tip.number and not Checkpoint.objects.filter(number=tip.number, hash=tip.hash).exists():
        yield ChainFinding(code="timeline.checkpoint_changed", checkpoint=tip.number)


def _root_at(checkpoint: Checkpoint) -> tuple[str, int]:
    return merkle_root(map(tree.leaf_of, tree.heads_at(checkpoint.number, by_place=checkpoint.by_place)))
