"""Reactions that run later."""

from datetime import datetime

from anxin.core import facts, later
from anxin.core.streams.models import Entry


@later.task(queue="prompt", whole=True)
def react_later(fact: str, reaction: str, *, now: datetime) -> None:
    """Run one reaction to a fact, together with the note that it ran."""
    entry = Entry.objects.select_related("stream").get(pk=fact)
    facts.perform_named(entry, reaction, now=now)
