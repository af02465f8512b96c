"""Links and frames held against the chain: each original, its hash and its time are what was written down then."""

from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from anxin.core import files, timeline
from anxin.core.streams.models import Entry
from anxin.core.timeline import Finding, StreamKey
from anxin.domain.evidence.models import Frame, Link

AT_ONCE = 500


def links_differ(stream: StreamKey | None) -> Iterator[Finding]:
    """Yield every original whose row says something else than the fact that it was received."""
    rows = Link.objects.order_by("id")
    if stream is not None:
        rows = rows.filter(stream_kind=stream.kind, stream_key=stream.key) if stream.kind in KINDS else rows.none()
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        keys = {str(one.stream_key) for one in some}
        told = Entry.objects.filter(stream__key__in=keys, code="evidence.received")
        facts = {str(one.facts.get("link", "")): one for one in told}
        kept = files.hashes([one.file_id for one in some])
        for row in some:
            fact = facts.get(str(row.id))
            if fact is None or not _holds(row, fact, kept.get(row.file_id, "")):
                position = fact.position if fact else 0
                yield timeline.row_differs(row.stream(), position, f"evidence.link {row.label} {row.id}")


def links_gone(stream: StreamKey | None) -> Iterator[Finding]:
    """Return every original the chain tells of that has no row any more."""
    return timeline.rows_gone(Link, stream, code="evidence.received", name="link", row="evidence.link")


def frames_differ(stream: StreamKey | None) -> Iterator[Finding]:
    """Yield every picture taken on request whose hash was told otherwise, or at another time, than its row says."""
    rows = Frame.objects.select_related("challenge").order_by("id")
    if stream is not None:
        rows = rows.filter(challenge__stream_kind=stream.kind)
        rows = rows.filter(challenge__stream_key=stream.key) if stream.kind in KINDS else rows.none()
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        keys = {str(one.challenge.stream_key) for one in some}
        told = Entry.objects.filter(stream__key__in=keys, code="evidence.announced")
        facts = {str(one.facts.get("frame", "")): one for one in told}
        for row in some:
            fact = facts.get(str(row.id))
            there = (row.told_at, row.sha256, row.role)
            written = (fact.at, fact.facts["sha256"], fact.facts["role"]) if fact else (None, row.sha256, row.role)
            if there != written:
                position = fact.position if fact else 0
                yield timeline.row_differs(row.challenge.stream(), position, f"evidence.frame {row.role} {row.id}")


def frames_gone(stream: StreamKey | None) -> Iterator[Finding]:
    """Return every hash the chain tells of whose picture has no row any more."""
    return timeline.rows_gone(Frame, stream, code="evidence.announced", name="frame", row="evidence.frame")


KINDS = ("claim", "purchase", "repair")


def _holds(row: Link, fact: Entry, sha256: str) -> bool:
    told = fact.facts
    same = (told["sha256"], told["side"], told["role"], told["declared"])
    return same == (sha256, row.side, row.role, row.declaration) and (
        datetime.fromisoformat(str(told["sealed"])) == row.sealed_at
    )
