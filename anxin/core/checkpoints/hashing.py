"""What is hashed over a checkpoint."""

from anxin.core.checkpoints.models import Checkpoint
from anxin.core.streams.hashing import digest, instant


def hash_checkpoint(checkpoint: Checkpoint) -> str:
    """Hash a checkpoint: number, moment, count, root, and the one before."""
    content = [checkpoint.number, instant(checkpoint.at), checkpoint.count, checkpoint.root, checkpoint.previous]
    return digest(b"anxin.timeline.checkpoint.v1", content)
