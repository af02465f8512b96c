"""The timeline: streams of facts, each a hash chain that outlives the erasure of what was private.

The hash covers codes, ids and salted commitments; free text and personal values lie sealed in a side table.
Every hour a signed checkpoint over all heads is written; `verify` names what was changed, cut or taken away.
"""

from anxin.core.checkpoints import (
    AT,
    BY,
    EACH,
    NOTHING,
    SEALED,
    ChainFinding,
    Checkpoint,
    Left,
    Witness,
    checkpoint,
    declare_check,
    declare_witnesses,
    row_differs,
    told_at,
    verify,
    verify_stream,
)
from anxin.core.streams.companions import read_along
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry
from anxin.core.streams.moved import read_moved_by
from anxin.core.timeline.ends import end_of, ended, mark_end
from anxin.core.timeline.reader import EntryView, chain, chains, facts_of, facts_of_each, is_worded_for, read, views
from anxin.core.timeline.writer import DONE_AT, LATE, empty, erase, write
