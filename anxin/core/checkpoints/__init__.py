"""Checkpoints: signed roots over the heads of all streams, and the verifier that holds the chains against them."""

from anxin.core.checkpoints.creation import checkpoint
from anxin.core.checkpoints.models import Checkpoint
from anxin.core.checkpoints.timestamping import NoStamp, stamp
from anxin.core.checkpoints.verification import verify, verify_stream
from anxin.core.checkpoints.witnesses import Finding, declare_witness, row_differs, rows_gone
