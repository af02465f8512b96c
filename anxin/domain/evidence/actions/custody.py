"""Custody: who opened an original, who took the dossier away."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.evidence import rules
from anxin.domain.evidence.models import Link
from anxin.domain.threads import queries as threads


class NotYourOriginal(Forbidden):
    """An original may tell more than it shows: the other side sees a copy."""

    code = "evidence.not_your_original"


def show(*, link: Link, by: Actor, now: datetime) -> Entry:
    """Write down that somebody opens the original of a link he may see; raise `NotYourOriginal` on the other side."""
    if not rules.may_open(threads.side_of(by), of=link.side):
        raise NotYourOriginal({"label": link.label})
    facts = {"link": str(link.id), "label": link.label, "sha256": link.file.sha256}
    return timeline.write(link.stream(), "evidence.seen", by=by, now=now, facts=facts)


def export(*, stream: StreamKey, by: Actor, now: datetime) -> Entry:
    """Write down that somebody takes the dossier of a case away; its files are in by then, and it holds this fact."""
    originals = Link.objects.filter(stream_kind=stream.kind, stream_key=stream.key).count()
    return timeline.write(stream, "evidence.exported", by=by, now=now, facts={"originals": originals})
