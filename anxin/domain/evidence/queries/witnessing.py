"""Links held against the chain: the original, whose it is and since when it is sealed, is what was received."""

from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from anxin.core import timeline
from anxin.core.streams.models import Entry
from anxin.core.timeline import Finding, StreamKey
from anxin.domain.evidence.models import Link

AT_ONCE = 500


def links_differ(stream: StreamKey | None) -> Iterator[Finding]:
    """Give every original whose row says something else than the fact that it was received."""
    rows = Link.objects.select_related("file").order_by("id")
    if stream is not None:
        rows = rows.filter(stream_kind=stream.kind, stream_key=stream.key) if stream.kind in KINDS else rows.none()
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        keys = {str(one.stream_key) for one in some}
        told = Entry.objects.filter(stream__key__in=keys, code="evidence.received")
        facts = {str(one.facts.get("link", "")): one for one in told}
        for row in some:
            fact = facts.get(str(row.id))
            if fact is None or not _holds(row, fact):
                position = fact.position if fact else 0
                yield timeline.row_differs(row.stream(), position, f"evidence.link {row.label} {row.id}")


def links_gone(stream: StreamKey | None) -> Iterator[Finding]:
    """Give every original the chain tells of that has no row any more."""
    return timeline.rows_gone(Link, stream, code="evidence.received", name="link", row="evidence.link")


KINDS = ("claim", "purchase", "repair")


def _holds(row: Link, fact: Entry) -> bool:
    told = fact.facts
    same = (told["sha256"], told["side"], told["role"], told["declared"])
    return same == (row.file.sha256, row.side, row.role, row.declaration) and (
        datetime.fromisoformat(str(told["sealed"])) == row.sealed_at
    )
