"""Move facts into an archive: the file first, read back whole, then stream by stream, each in a block of its own.

Killed anywhere, a stream's facts are in the table, or in an archive that a row names: the row is written and the facts
are deleted by one block. A file that no row names is destroyed as any that nothing refers to.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from anxin.core import files, timeline
from anxin.core.actors import SYSTEM
from anxin.core.archives.contents import ArchiveDiffers
from anxin.core.archives.lines import digest_of, line_of
from anxin.core.archives.models import Archive, ArchivedStream
from anxin.core.archives.packing import Packed, PackedLine, fits, stay_here
from anxin.core.files import SealedFile
from anxin.core.streams import heads
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Private, Stream
from anxin.core.streams.seals import MOVED

KIND = "application/gzip"


def lay(packed: Packed, *, now: datetime) -> SealedFile:
    """Keep the content of an archive as a sealed file."""
    content = packed.content
    return files.receive([content], length=len(content), name="", allowed={KIND}, now=now)


def read_back(file: SealedFile, packed: Packed) -> None:
    """Read a file back from where it lies; raises `ArchiveDiffers` where it isn't whole, byte by byte."""
    if b"".join(files.open_(file)) != packed.content:
        raise ArchiveDiffers({"archive": file.sha256[:12]})


def archive(file: SealedFile, *, now: datetime) -> Archive:
    """Return the archive of a file that was read back."""
    return Archive.objects.get_or_create(file=file, defaults={"made_at": now})[0]


def move(into: Archive, number: int, line: PackedLine, *, may: Callable[[UUID], bool], now: datetime) -> bool:
    """Move one stream's facts into a line of an archive, under its lock; tell whether they may go and still are those.

    What is found by its code stays in the table, and so does the first fact.
    """
    head = Stream.objects.get(pk=line.stream)
    stream = StreamKey(head.kind, head.key)
    heads.locked(stream, now=now)
    rows = Entry.objects.filter(stream=head, position__lte=line.facts).order_by("position")
    told = list(rows.prefetch_related("private_values"))
    here = line_of(head, told)
    if digest_of(here) != line.digest or not fits(here, head, told) or not may(head.pk):
        return False
    place = {"archive": into, "line": number, "digest": line.digest, "facts": line.facts, "head": line.head}
    if not ArchivedStream.objects.get_or_create(stream=head, defaults=place)[1]:
        return False
    gone = [one.pk for one in told if one.position > 1 and one.code not in stay_here()]
    Private.objects.filter(entry__in=gone).delete()
    Entry.objects.filter(pk__in=gone).delete()
    facts = {"archive": str(into.pk), "line": number, "facts": line.facts, "digest": line.digest}
    timeline.write(stream, MOVED, by=SYSTEM, now=now, facts=facts)
    return True
