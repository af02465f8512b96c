"""Look which clocks have run out, and act once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.module_loading import import_string

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.clocks.lifecycle import still_open
from anxin.core.clocks.models import Clock
from anxin.core.clocks.pauses import resume
from anxin.core.clocks.registry import declared
from anxin.core.timeline import write

AT_ONCE = 500


@later.task(queue="clocks", waits=later.nobody)
def ring(clock: str, *, now: datetime) -> None:
    """End one clock at its exact moment."""
    advance(UUID(clock), now=now)


def sweep(now: datetime) -> int:
    """Resume what is due to run again and end what has run out, each in a block of its own; give how many ended.

    One clock whose end fails doesn't hold up the others; the first failure is raised when all were looked at.
    """
    rows = still_open(Clock.objects.all())
    resuming = rows.filter(paused_since__isnull=False, resumes_at__lte=now).values_list("resumes_at", "id")
    due = rows.filter(paused_since=None, due_at__lte=now).values_list("due_at", "id")
    ended, failures = 0, []
    for _at, key in list(resuming.union(due, all=True).order_by("resumes_at")[:AT_ONCE]):  # each walks an index
        try:
            ended += advance(key, now=now)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return ended


def advance(key: UUID, *, now: datetime) -> bool:
    """Resume or end one clock if it is time; return whether it ended."""
    return acting(lambda: _end_if_due(key, now))


def _end_if_due(key: UUID, now: datetime) -> bool:
    clock = still_open(Clock.objects.filter(pk=key)).select_for_update().first()
    if clock is None:
        return False
    if clock.paused_since and clock.resumes_at and clock.resumes_at <= now:
        resume(clock, now=clock.resumes_at)
    if clock.paused_since or clock.due_at > now:
        return False
    clock.missed_at = now
    clock.save(update_fields=["missed_at"])
    told = {"clock": clock.kind, "whose": clock.whose, "late_s": int((now - clock.due_at).total_seconds())}
    write(clock.stream, "clock.missed", by=SYSTEM, now=now, facts=told)
    at_end = declared(clock.kind).at_end
    if at_end:
        act: Callable[..., None] = import_string(at_end.replace(":", "."))
        act(stream=clock.stream, clock=clock, now=now)
    return True
