"""Which cases go into an archive: their term was over long ago, what is personal is erased, nothing keeps them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import clocks, settings
from anxin.core.archives import ArchivedStream
from anxin.core.clocks.models import Clock
from anxin.core.streams.models import Entry, Stream
from anxin.core.streams.seals import EMPTIED
from anxin.domain.publications.queries import terms
from anxin.domain.publications.rules import ARCHIVE_AFTER, ARCHIVED, TERMS


def due(*, now: datetime) -> Iterator[UUID]:
    """Yield by the key of their stream the cases to be archived, those that ended first before the others.

    One statement a kind finds them all, however many are taken.
    """
    for what in ARCHIVED:
        for some in batched(list(_over(what, now=now).values_list("pk", flat=True)), terms.PIECE, strict=False):
            for stream in Stream.objects.filter(pk__in=some).order_by("ended_at", "pk"):
                if may_go(stream, now=now):
                    yield stream.pk


def after_d(*, now: datetime) -> int:
    """Return how many days after its term a case's record is archived; 0 means never."""
    days: int = settings.get(ARCHIVE_AFTER, at=now)
    return days


def count(*, now: datetime) -> list[tuple[str, int, int]]:
    """Return of each kind how many days its term has, and how many records would be archived now."""
    return [
        (
            TERMS[what].kind,
            settings.get(TERMS[what].setting, at=now),
            sum(may_go(one, now=now) for one in _over(what, now=now).iterator(chunk_size=terms.PIECE)),
        )
        for what in ARCHIVED
    ]


def may_go(stream: Stream, *, now: datetime) -> bool:
    """Return whether nothing keeps a case whose record is to be archived, and no clock of it runs."""
    what = next(one for one in ARCHIVED if TERMS[one].kind == stream.kind)
    running = Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    if clocks.still_open(running):
        return False
    return not terms.why_kept(what, terms.row_of(what, UUID(stream.key)), now=now)


def _over(what: str, *, now: datetime) -> QuerySet[Stream, Stream]:
    after = after_d(now=now)
    before = terms.over_before(what, now=now) - timedelta(days=after)
    emptied = Entry.objects.filter(stream=OuterRef("pk"), code=EMPTIED)
    rows = Stream.objects.filter(kind=TERMS[what].kind, ended_at__lt=before).filter(Exists(emptied))
    rows = rows if after else rows.none()
    return rows.exclude(Exists(ArchivedStream.objects.filter(stream=OuterRef("pk")))).order_by("ended_at", "pk")
