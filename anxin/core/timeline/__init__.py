"""The timeline: streams of facts, each a hash chain that outlives the erasure of what was private.

The hash covers codes, ids and salted commitments; free text and personal values lie sealed in a side table.
Every hour a signed checkpoint over all heads is written; `verify` names what was changed, cut or taken away.
"""

from anxin.core.timeline.checkpoints import checkpoint
from anxin.core.timeline.models import Checkpoint, Entry
from anxin.core.timeline.reading import EntryView, PrivateView, read
from anxin.core.timeline.stamping import NoStamp, stamp
from anxin.core.timeline.streams import StreamKey
from anxin.core.timeline.verifying import Finding, verify
from anxin.core.timeline.writing import erase, write

__all__ = [
    "Checkpoint",
    "Entry",
    "EntryView",
    "Finding",
    "NoStamp",
    "PrivateView",
    "StreamKey",
    "checkpoint",
    "erase",
    "read",
    "stamp",
    "verify",
    "write",
]
