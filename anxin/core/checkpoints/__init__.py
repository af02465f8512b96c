"""Checkpoints: signed roots over the heads of all streams, and the verifier that holds the chains against them."""

from anxin.core.checkpoints.making import checkpoint
from anxin.core.checkpoints.models import Checkpoint
from anxin.core.checkpoints.stamping import NoStamp, stamp
from anxin.core.checkpoints.verifying import Finding, verify, verify_stream

__all__ = ["Checkpoint", "Finding", "NoStamp", "checkpoint", "stamp", "verify", "verify_stream"]
