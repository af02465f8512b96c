"""When a case ended: written on the head of its stream by the step that ends it, read by what lies below it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from anxin.core.streams import heads
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Stream


def mark_end(stream: StreamKey, *, at: datetime | None) -> None:
    """Write down when a stream's case ended; nothing where it goes on."""
    heads.end(stream, at=at)


def end_of(kind: str, key: str) -> QuerySet[Stream, datetime | None]:
    """Return when a stream's case ended, to be read within another statement."""
    return Stream.objects.filter(kind=kind, key=key).values_list("ended_at", flat=True)[:1]


def ended(streams: Iterable[StreamKey]) -> dict[StreamKey, datetime]:
    """Return the moment at which those of the streams ended that have (one query)."""
    keys = set(streams)
    rows = Stream.objects.filter(kind__in={one.kind for one in keys}, key__in={one.key for one in keys})
    found = {StreamKey(kind, key): at for kind, key, at in rows.values_list("kind", "key", "ended_at")}
    return {one: at for one, at in found.items() if one in keys and at is not None}
