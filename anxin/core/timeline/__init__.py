"""The timeline: streams of facts, each a hash chain that outlives the erasure of what was private.

The hash covers codes, ids and salted commitments; free text and personal values lie sealed in a side table.
"""

from anxin.core.timeline.models import Entry
from anxin.core.timeline.reading import EntryView, PrivateView, read
from anxin.core.timeline.streams import StreamKey
from anxin.core.timeline.writing import erase, write

__all__ = ["Entry", "EntryView", "PrivateView", "StreamKey", "erase", "read", "write"]
