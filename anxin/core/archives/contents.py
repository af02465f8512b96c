"""Read what lies in archives: a stream's facts, compared with the row that says where they lie."""

import gzip
import hashlib
import logging
import zlib
from collections.abc import Collection, Iterator
from functools import lru_cache
from uuid import UUID

from anxin.core import files
from anxin.core.archives.lines import digest_of, entries_in
from anxin.core.archives.models import Archive, ArchivedStream
from anxin.core.errors import Missing
from anxin.core.files import SealedFile
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry
from anxin.core.vault import Tampered, UnknownKey

LOG = logging.getLogger(__name__)
KEPT = 2
"""So many archives a process keeps unpacked: who reads a record reads on in it."""


class ArchiveDiffers(Missing):
    """What lies in an archive isn't there, or isn't what was put there."""

    code = "archives.differs"


def entries_of(streams: Collection[UUID]) -> dict[UUID, list[Entry] | None]:
    """Return the facts of those streams that were archived (one query); None where they aren't what they were."""
    rows = ArchivedStream.objects.filter(stream__in=streams).select_related("archive", "stream")
    return {one.stream_id: _entries(one) for one in rows}


def _entries(row: ArchivedStream) -> list[Entry] | None:
    try:
        lines = lines_of(row.archive)
    except ArchiveDiffers:
        LOG.exception("an archive differs", extra={"stream": str(row.stream)})
        return None
    line = lines[row.line] if row.line < len(lines) else b""
    if digest_of(line) != row.digest:
        LOG.error("a line of an archive differs", extra={"stream": str(row.stream)})
        return None
    return entries_in(line, row.stream)


def lines_of(archive: Archive) -> tuple[bytes, ...]:
    """Return all lines of an archive; raises `ArchiveDiffers`."""
    return _unpacked(archive.file_id)


@lru_cache(maxsize=KEPT)
def _unpacked(file_id: UUID) -> tuple[bytes, ...]:
    file = SealedFile.objects.get(pk=file_id)
    try:
        content = b"".join(files.open_(file))
        unpacked = gzip.decompress(content)
    except (Missing, Tampered, UnknownKey, OSError, EOFError, zlib.error) as error:
        raise ArchiveDiffers({"archive": file.sha256[:12]}) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ArchiveDiffers({"archive": file.sha256[:12]})
    return tuple(unpacked.splitlines())


def line_of_stream(stream: StreamKey) -> bytes | None:
    """Return the line that holds a stream's facts; None where it was not archived. Raises `ArchiveDiffers`."""
    rows = ArchivedStream.objects.filter(stream__kind=stream.kind, stream__key=stream.key)
    row = rows.select_related("archive").first()
    return None if row is None else lines_of(row.archive)[row.line]


def lines() -> Iterator[bytes]:
    """Yield the line of each stream that was archived, file by file; raises `ArchiveDiffers`."""
    for row in ArchivedStream.objects.order_by("archive", "line").select_related("archive").iterator():
        yield lines_of(row.archive)[row.line]


def streams() -> Iterator[StreamKey]:
    """Yield the streams that were archived, file by file."""
    rows = ArchivedStream.objects.order_by("archive", "line").values_list("stream__kind", "stream__key")
    for kind, key in rows.iterator():
        yield StreamKey(kind, key)


def counts() -> tuple[int, int]:
    """Return how many archives there are, and how many streams in them (two queries)."""
    return Archive.objects.count(), ArchivedStream.objects.count()
