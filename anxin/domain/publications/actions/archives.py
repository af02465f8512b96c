"""Archive the records of cases whose term was over long ago, some at a time."""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from uuid import UUID

from anxin.core import archives
from anxin.core.streams.models import Stream
from anxin.domain.publications.queries import archives as due_cases

AT_ONCE = 200
"""So many cases share one file: who opens one reads the whole file, some three megabytes of text."""


def archive(*, now: datetime, but: Collection[UUID] = ()) -> archives.ArchiveRun:
    """Archive some cases but those named into one file, outside of any block; nothing where none is due."""
    keys = list(islice(due_cases.due(now=now, but=but), AT_ONCE))
    return archives.carry(keys, may=partial(_may, now=now), now=now)


def runs(*, now: datetime) -> Iterator[archives.ArchiveRun]:
    """Archive file by file until nothing is due; one whose chain is broken is passed over and keeps none waiting."""
    broken: set[UUID] = set()
    while True:
        run = archive(now=now, but=broken)
        if not run.streams and broken.issuperset(run.broken):
            return
        broken.update(run.broken)
        yield run


def _may(key: UUID, *, now: datetime) -> bool:
    return due_cases.may_go(Stream.objects.get(pk=key), now=now)
