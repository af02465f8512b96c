"""The newest checkpoint, sealed with the installation's key; and the beginning of all sealing, once."""

from datetime import datetime
from itertools import batched

from django.db import transaction

from anxin.core.checkpoints.models import Checkpoint, CheckpointStamp, CheckpointTip
from anxin.core.keys import mark, signatures
from anxin.core.streams import heads
from anxin.core.streams.hashing import canonical, instant
from anxin.core.streams.models import Stream

PURPOSE = b"anxin timeline tip"
AT_ONCE = 500


def ensure(*, now: datetime) -> None:
    """Seal every head and the newest checkpoint as they stand, once: in a new installation, or at its upgrade.

    Never again where anything is sealed or the mark stands beside the keys: a seal that is gone was taken away, and
    stays to be found. An empty database has nothing that could have been rewritten.
    """
    is_empty = not (Stream.objects.exists() or Checkpoint.objects.exists())
    is_sealed = CheckpointTip.objects.exists() or Stream.objects.exclude(seal="").exists()
    if not is_sealed and (is_empty or not mark.stands()):
        _begin(now)
    if not is_empty:
        mark.leave(now=now)  # last: what breaks off before is begun again


def _begin(now: datetime) -> None:
    with transaction.atomic():
        last = Checkpoint.objects.order_by("-number").first()
        adopted = 0
        for some in batched(Stream.objects.order_by("pk").iterator(AT_ONCE), AT_ONCE, strict=False):
            Stream.objects.bulk_update([heads.sealed(one) for one in some], ["seal"])
            adopted += len(some)
        tip = CheckpointTip(number=last.number if last else 0, hash=last.hash if last else "")
        tip.since, tip.adopted = now, adopted
        tip.seal = signatures.seal(PURPOSE, _content(tip))
        tip.save(force_insert=True)


def advance(tip: CheckpointTip, made: Checkpoint) -> None:
    """Move the tip on to a checkpoint just made; one that was not ours stays as it was found."""
    if verifies(tip):
        tip.number, tip.hash = made.number, made.hash
        tip.seal = signatures.seal(PURPOSE, _content(tip))
        tip.save(update_fields=["number", "hash", "seal"])


def count_stamp() -> None:
    """Count a stamp just kept; the first one counts those that were there before any was counted."""
    tip = CheckpointTip.objects.select_for_update().first()
    if tip is not None and verifies(tip):
        tip.stamps = tip.stamps + 1 if tip.stamps else CheckpointStamp.objects.count()
        tip.seal = signatures.seal(PURPOSE, _content(tip))
        tip.save(update_fields=["stamps", "seal"])


def verifies(tip: CheckpointTip) -> bool:
    """Return whether a tip is the one that was last sealed here."""
    return signatures.is_sealed(PURPOSE, _content(tip), tip.seal)


def _content(tip: CheckpointTip) -> bytes:
    stamps = [tip.stamps] if tip.stamps else []  # older seals know of none
    return canonical([tip.number, tip.hash, instant(tip.since), tip.adopted, *stamps])
