"""Custody: who opened an original, who took the dossier away."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.evidence.models import Link


def show(*, link: Link, by: Actor, now: datetime) -> Entry:
    """Write down that somebody opened the original of a link he may see."""
    facts = {"link": str(link.id), "label": link.label, "sha256": link.file.sha256}
    return timeline.write(link.stream(), "evidence.seen", by=by, now=now, facts=facts)


def export(*, stream: StreamKey, by: Actor, now: datetime) -> Entry:
    """Write down that somebody takes the dossier of a case away; it is built after this fact, and holds it."""
    originals = Link.objects.filter(stream_kind=stream.kind, stream_key=stream.key).count()
    return timeline.write(stream, "evidence.exported", by=by, now=now, facts={"originals": originals})
