"""Checkpoints: signed roots over the heads of all streams, and the verifier that holds the chains against them."""

from anxin.core.checkpoints.making import checkpoint
from anxin.core.checkpoints.models import Checkpoint
from anxin.core.checkpoints.stamping import NoStamp, stamp
from anxin.core.checkpoints.verifying import verify, verify_stream
from anxin.core.checkpoints.witnessing import Finding, declare_witness, row_differs, rows_gone

__all__ = [
    "Checkpoint",
    "Finding",
    "NoStamp",
    "checkpoint",
    "declare_witness",
    "row_differs",
    "rows_gone",
    "stamp",
    "verify",
    "verify_stream",
]
