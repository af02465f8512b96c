"""What runs later: reactions, and every hour a checkpoint."""

from datetime import datetime

from anxin.core import facts, later, settings
from anxin.core.acting import acting
from anxin.core.timeline.checkpoints import checkpoint
from anxin.core.timeline.models import Checkpoint, Entry
from anxin.core.timeline.stamping import stamp


@later.task(queue="prompt", whole=True)
def react_later(fact: str, reaction: str, *, now: datetime) -> None:
    """Run one reaction to a fact, together with the note that it ran."""
    entry = Entry.objects.select_related("stream").get(pk=fact)
    facts.perform_named(entry, reaction, now=now)


@later.every(seconds=3600)
@later.task(queue="prompt")
def check_heads(*, now: datetime) -> None:
    """Write the hour's checkpoint and have the newest stamped outside, where that is set up."""
    acting(lambda: checkpoint(now))
    url, roots = settings.get("timeline.stamp_url", at=now), settings.get("timeline.stamp_roots", at=now)
    newest = Checkpoint.objects.order_by("-number").filter(stamped_at=None).first()
    if url and newest:
        stamp(newest, url=url, roots=roots, now=now)
