"""Where was this picture seen before: exact bytes or pixels, PDQ, local features, verified by geometry."""

from anxin.engines.evidence.reuse.copies import CopyModel
from anxin.engines.evidence.reuse.linkage import LinkParams
from anxin.engines.evidence.reuse.lookup import search
from anxin.engines.evidence.reuse.store import Entry, Index, Keys

__all__ = ["CopyModel", "Entry", "Index", "Keys", "LinkParams", "search"]
