"""Work that waits too long, counted and listed for the operator."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet

from anxin.core import later, outbox
from anxin.core.clocks.lifecycle import still_open
from anxin.core.clocks.models import Clock
from anxin.core.errors import Missing
from anxin.core.queues.kinds import AWAITED

SILENT = timedelta(minutes=5)


class NoSuchTask(Missing):
    """There is no dead letter of this id."""

    code = "core.no_such_task"


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """One piece of work that does not move, in codes and ids only.

    `carrier` and `number`: of a message, by which way it goes and of which case it tells. `again`: can be tried anew;
    `gone`: it ended, and what it brought is there no more.
    """

    kind: str
    what: str
    key: str
    since: datetime
    error: str = ""
    carrier: str = ""
    number: str = ""
    again: bool = False
    gone: bool = False


def counts() -> dict[str, int]:
    """Count what waits, by kind: tasks by queue and state, messages by state, clocks past their end."""
    now = datetime.now(UTC)
    found = {f"task_{queue}_{state}": count for (queue, state), count in later.counts().items() if state != "done"}
    messages = Counter(outbox.unsettled().values_list("state", flat=True))
    found |= {f"message_{state}": messages[state] for state in outbox.UNSETTLED}
    found["task_late"] = later.late(now=now).count()
    found["clock_overdue"] = _overdue(now).count()
    return found


def overdue_s(*, now: datetime) -> dict[str, int]:
    """Return by queue how many seconds its oldest task nobody works on is overdue, else 0; clocks count too."""
    oldest = dict(
        later.late(now=now, by_s=0)
        .filter(queue__in=AWAITED)
        .order_by()
        .values_list("queue")
        .annotate(oldest=Min("run_at"))
    )
    clocks = still_open(Clock.objects.filter(paused_since=None, due_at__lt=now))
    clock = clocks.aggregate(oldest=Min("due_at"))["oldest"]
    oldest["clocks"] = min(filter(None, (oldest.get("clocks"), clock)), default=now)
    return {queue: int((now - oldest.get(queue, now)).total_seconds()) for queue in AWAITED}


def listed(*, now: datetime, most: int = 200) -> list[Stuck]:
    """Return dead letters, late tasks, messages without an outcome and clocks not yet swept, oldest first.

    The dead letter of a message that was given up is left out: the message stands for both.
    """
    messages = _messages(now, most)
    given_up = {one.key for one in messages if one.kind == "failed"}
    dead = [
        Stuck(
            kind="dead",
            what=one.name,
            key=str(one.id),
            since=one.finished_at or one.run_at,
            error=one.error,
            again=True,
        )
        for one in later.dead_letters()[:most]
        if one.name != outbox.TASK or str(one.arguments.get("message")) not in given_up
    ]
    late = [
        Stuck(kind="late", what=one.name, key=str(one.id), since=one.run_at, error=one.error)
        for one in later.late(now=now)[:most]
    ]
    overdue = [
        Stuck(kind="clock", what=one.kind, key=f"{one.stream_kind}:{one.stream_key}", since=one.due_at)
        for one in _overdue(now).order_by("due_at")[:most]
    ]
    return sorted([*dead, *late, *messages, *overdue], key=lambda one: one.since)


def _messages(now: datetime, most: int) -> list[Stuck]:
    return [
        Stuck(
            kind=one.state,
            what=one.template,
            key=str(one.id),
            since=one.created_at,
            error=one.answer,
            carrier=one.carrier,
            number=str(one.ids.get("number", "")),
            again=outbox.can_be_sent(one, now=now),
            gone=one.state in outbox.ENDED and not outbox.can_be_sent(one, now=now),
        )
        for one in outbox.unsettled().filter(created_at__lt=now - SILENT).order_by("created_at")[:most]
    ]


def revive(*, task: UUID, now: datetime) -> None:
    """Give a dead letter its attempts again; raises `NoSuchTask` where there is none of this id."""
    row = later.dead_letters().filter(id=task).first()
    if row is None:
        raise NoSuchTask({"task": str(task)})
    later.revive(row, now=now)


def _overdue(now: datetime) -> QuerySet[Clock]:
    """Return the clocks whose end passed a while ago without the sweep acting on it."""
    clocks = Clock.objects.filter(paused_since=None, due_at__lt=now - SILENT)
    return still_open(clocks)
