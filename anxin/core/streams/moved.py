"""Facts that were moved out of the table: whoever reads a whole stream gets them from where they lie."""

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from anxin.core.streams.models import Entry
from anxin.core.streams.seals import MOVED

type Read = Callable[[Collection[UUID]], Mapping[UUID, list[Entry] | None]]
_READ: list[Read] = []


def read_moved_by(read: Read) -> None:
    """Declare who reads them: of some streams those that were moved, None where they aren't what they were."""
    _READ[:] = [read]


def of(streams: Collection[UUID]) -> Mapping[UUID, list[Entry] | None]:
    """Return the facts that were moved of some streams, from the first on; None for one whose archive differs."""
    return next((read(streams) for read in _READ), {})


def whole(entries: Sequence[Entry]) -> list[Entry]:
    """Return all facts of a stream by those that the table has, in their order; these alone where no more is left."""
    if all(one.code != MOVED for one in entries):
        return list(entries)
    stream = entries[0].stream_id
    return joined(entries, of([stream]).get(stream) or [])


def joined(entries: Sequence[Entry], moved: Sequence[Entry]) -> list[Entry]:
    """Return facts that were moved with those that the table has; of one that is in both, that of the table."""
    here = {one.position: one for one in entries}
    return [here.pop(one.position, one) for one in moved] + list(here.values())
