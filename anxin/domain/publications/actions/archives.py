"""Archive the records of cases whose term was over long ago, some at a time."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from uuid import UUID

from anxin.core import archives
from anxin.core.streams.models import Stream
from anxin.domain.publications.queries import archives as due_cases

AT_ONCE = 200
"""So many cases share one file: who opens one reads the whole file, some three megabytes of text."""


def runs(*, now: datetime) -> Iterator[archives.ArchiveRun]:
    """Archive what is due now file by file, outside of any block; each case is looked at once, kept, broken or gone."""
    keys = due_cases.due(now=now)
    while some := list(islice(keys, AT_ONCE)):
        yield archives.carry(some, may=partial(_may, now=now), now=now)


def _may(key: UUID, *, now: datetime) -> bool:
    return due_cases.may_go(Stream.objects.get(pk=key), now=now)
