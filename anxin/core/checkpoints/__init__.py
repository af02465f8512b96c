"""Checkpoints: signed roots over the heads of all streams, and the verifier that holds the chains against them."""

from anxin.core.checkpoints.creation import checkpoint, note, read_heads
from anxin.core.checkpoints.findings import ChainFinding, declare_check, row_differs
from anxin.core.checkpoints.models import Checkpoint
from anxin.core.checkpoints.rows import AT, BY, EACH, NOTHING, SEALED, Left, Witness, declare_witnesses, told_at
from anxin.core.checkpoints.timestamping import stamp_newest
from anxin.core.checkpoints.verification import verify, verify_stream
