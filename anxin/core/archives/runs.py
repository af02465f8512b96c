"""Archive some streams: pack, lay, read back, then move one after the other, each in a block of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from anxin.core.acting import acting
from anxin.core.archives import moves
from anxin.core.archives.models import Archive
from anxin.core.archives.packing import PackedLine, pack

type May = Callable[[UUID], bool]
"""Asked under the lock of a stream, whether its facts may still be moved."""


@dataclass(frozen=True, kw_only=True)
class ArchiveRun:
    """How many streams were moved, how many facts with them, and which were left: their chain is broken."""

    streams: int = 0
    facts: int = 0
    broken: tuple[UUID, ...] = ()


def carry(streams: Sequence[UUID], *, may: May, now: datetime) -> ArchiveRun:
    """Archive some emptied streams into one file; a stream that was written to meanwhile stays for another run."""
    packed = pack(streams)
    if not packed.lines:
        return ArchiveRun(broken=packed.broken)
    file = acting(partial(moves.lay, packed, now=now))
    moves.read_back(file, packed)
    into = acting(partial(moves.archive, file, now=now))
    gone = [line for number, line in enumerate(packed.lines) if acting(partial(_moved, into, number, line, may, now))]
    return ArchiveRun(streams=len(gone), facts=sum(one.facts for one in gone), broken=packed.broken)


def _moved(into: Archive, number: int, line: PackedLine, may: May, now: datetime) -> bool:
    return moves.move(into, number, line, may=may, now=now)
