"""Put tasks, lease them, and write what became of them: every write carries the attempt as a fence."""

import inspect
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import F, Q, QuerySet

from anxin.core import acting, pieces
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new, insert_those_new, leave_those_new
from anxin.core.plain_values import plain
from anxin.core.queues.kinds import QUEUES
from anxin.core.queues.models import LaterTask
from anxin.core.queues.registry import PERIODIC, GiveUp, RetriedTask, task_named

BACK_OFF_S, BACK_OFF_LONGEST_S = 5, 3600
KEPT = timedelta(days=1)
REST = timedelta(hours=1)
"""So long a task that was given up rests before it is taken up again."""
LEASE_S = 60
Arguments = Mapping[str, str | int]


def put(
    known: RetriedTask | str,
    *,
    arguments: Arguments,
    key: str,
    now: datetime,
    run_at: datetime | None = None,
    queue: str = "",
) -> LaterTask:
    """Put a task in the running transaction, into its own queue or another; a key already put gives its task.

    Arguments and key are codes, ids and whole numbers: free text or a phone number is refused.
    """
    row = _row(known, arguments, key, now, run_at, queue)
    return row if insert_new(row) else LaterTask.objects.get(key=row.key)


def put_last(
    known: RetriedTask | str,
    *,
    arguments: Arguments,
    key: str,
    now: datetime,
    run_at: datetime | None = None,
    queue: str = "",
) -> None:
    """Put a task at the end of the running block, all of a block in one statement; a key already put stays put."""
    row = _row(known, arguments, key, now, run_at, queue)
    acting.current().put_off(_keep, row, (LaterTask._meta.db_table,), late=True)


def _keep(rows: list[LaterTask]) -> None:
    leave_those_new(rows)


def _row(
    known: RetriedTask | str, arguments: Arguments, key: str, now: datetime, run_at: datetime | None, queue: str
) -> LaterTask:
    known = task_named(known) if isinstance(known, str) else known
    for name, value in arguments.items():
        if not isinstance(value, str | int):
            raise TypeError(
                f"argument {name!r} of {known.module_path}: expected str or int, got {type(value).__name__}"
            )
    return LaterTask(
        id=uuid7(),
        name=known.module_path,
        queue=queue or known.queue_name,
        arguments=plain(arguments),
        key=str(plain({"key": key})["key"]),
        run_at=run_at or now,
        created_at=now,
    )


def lease(queues: Sequence[str], *, worker: str, now: datetime) -> LaterTask | None:
    """Take a task whose lease ran out, or the longest waiting due one, for one attempt more: in one statement."""
    leased_until, moment = map(connection.ops.adapt_datetimefield_value, (now + timedelta(seconds=LEASE_S), now))
    first, update = _leasing(connection.vendor, len(queues))
    here = (*queues, moment, *queues, moment)
    if connection.vendor == "sqlite" and not _is_any(first, here):  # who only looks stands in no writer's way
        return None
    row = next(iter(list(LaterTask.objects.raw(update, (leased_until, worker, *here)))), None)
    if row is not None and _lease_s(row) != LEASE_S:
        renew(row, now=now)
    return row


def lease_of(key: str, *, worker: str, now: datetime) -> LaterTask | None:
    """Take one task by its key, due or not, for one attempt more; None where a worker is at it or it is done."""
    free = Q(state__in=["ready", "dead"]) | Q(state="running", leased_until__lt=now)
    taken = {"state": "running", "attempt": F("attempt") + 1, "worker": worker, "finished_at": None}
    taken["leased_until"] = now + timedelta(seconds=LEASE_S)
    mine = LaterTask.objects.filter(free, key=key)
    return LaterTask.objects.get(key=key) if mine.update(**taken) else None


def queues_due(queues: Sequence[str], *, now: datetime) -> set[str]:
    """Return those of the queues that have something to take: asked in one statement, without taking anything."""
    if not queues:
        return set()
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_looking(len(queues)), [told for queue in queues for told in (queue, moment, queue, moment)])
        return {queue for queue, is_due in zip(queues, cursor.fetchone(), strict=True) if is_due}


def beat(*, now: datetime) -> None:
    """Put the periodic tasks of this moment; unique by name and moment, and never two waiting at once."""
    keys = {}
    for name, seconds in PERIODIC.items():
        moment = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
        keys[name] = f"every|{name}|{moment.isoformat()}"
    waiting = Q(
        state="ready",
        queue__in={task_named(name).queue_name for name in keys},
        run_at__lte=now + timedelta(seconds=BACK_OFF_LONGEST_S),
        name__in=keys,
    )
    seen = set(LaterTask.objects.filter(Q(key__in=keys.values()) | waiting).values_list("name", flat=True))
    insert_those_new([_row(name, {}, key, now, None, "") for name, key in keys.items() if name not in seen])


def renew(row: LaterTask, *, now: datetime) -> bool:
    """Lengthen the lease of a running attempt; False where it was lost."""
    return bool(_mine(row).update(leased_until=now + timedelta(seconds=_lease_s(row))))


def succeed(row: LaterTask, *, now: datetime) -> bool:
    """Write success, if the attempt is still the latest."""
    return bool(_mine(row).update(state="done", finished_at=now, leased_until=None, error=""))


def fail(row: LaterTask, *, error: str, final: bool, now: datetime) -> bool:
    """Write a failure: once more after a longer pause, or a dead letter."""
    if final:
        return bool(_mine(row).update(state="dead", finished_at=now, leased_until=None, error=error))
    return _again(row, error=error, run_at=now + timedelta(seconds=back_off_s(row.tries)))


def give_back(row: LaterTask, *, now: datetime) -> bool:
    """Let another worker take a task that this one must leave; the attempt counts."""
    return _again(row, error="the worker was stopped", run_at=now)


def hand_back(row: LaterTask, *, now: datetime) -> bool:
    """Let another worker take a task at once, because this one was told to stop; the attempt does not count."""
    kept = {"error": "the worker was told to stop", "handed_back": F("handed_back") + 1}
    return bool(_mine(row).update(state="ready", run_at=now, leased_until=None, **kept))


def revive(row: LaterTask, *, now: datetime) -> None:
    """Give a dead letter its attempts again."""
    fresh = LaterTask.objects.filter(id=row.id, state="dead")
    if not fresh.update(state="ready", attempt=0, handed_back=0, run_at=now, finished_at=None):
        raise WrongState({"task": str(row.id), "expected": "dead"})


def take_up(*, now: datetime) -> int:
    """Give what was given up its attempts again where something still waits for it; return how many there were."""
    given_up = LaterTask.objects.filter(state="dead", finished_at__lt=now - REST).order_by("finished_at")
    waited_for = [row for row in given_up.iterator() if _is_waited_for(row, now)]
    for row in waited_for:
        revive(row, now=now)
    return len(waited_for)


def _is_waited_for(row: LaterTask, now: datetime) -> bool:
    try:
        waits = task_named(row.name).waits
    except (ImportError, GiveUp):  # of another version: a person looks
        return False
    named = inspect.signature(waits).parameters if waits else ()
    told = {**row.arguments, "now": now}
    return bool(waits and waits(**{name: told[name] for name in named}))


def sweep(*, now: datetime) -> int:
    """Drop what is done for a day, some a block; dead letters stay until a person looked.

    What is done was due before: so those of a queue are found along the index of what is due, oldest first.
    """
    done = LaterTask.objects.filter(state="done", run_at__lt=now - KEPT, finished_at__lt=now - KEPT)
    return sum(pieces.drop(done.filter(queue=queue).order_by("run_at")) for queue in QUEUES)


def back_off_s(attempt: int) -> int:
    """Return the pause after a failed attempt: 5 s, 10 s, 20 s … up to an hour."""
    return min(BACK_OFF_S << min(attempt - 1, 20), BACK_OFF_LONGEST_S)


def _again(row: LaterTask, *, error: str, run_at: datetime) -> bool:
    return bool(_mine(row).update(state="ready", run_at=run_at, leased_until=None, error=error))


def _mine(row: LaterTask) -> QuerySet[LaterTask]:
    return LaterTask.objects.filter(id=row.id, attempt=row.attempt, state="running")


@cache
def _leasing(vendor: str, queues: int) -> tuple[str, str]:
    """Write what finds the next of so many queues, on PostgreSQL past what another is taking, and what leases it."""
    table, gaps = f'"{LaterTask._meta.db_table}"', ", ".join(["%s"] * queues)
    last = "ORDER BY run_at, id LIMIT 1" + (" FOR UPDATE SKIP LOCKED" if vendor == "postgresql" else "")
    lost = f"SELECT id FROM {table} WHERE state = 'running' AND queue IN ({gaps}) AND leased_until < %s {last}"
    due = f"SELECT id FROM {table} WHERE state = 'ready' AND queue IN ({gaps}) AND run_at <= %s {last}"
    sets = "state = 'running', attempt = attempt + 1, leased_until = %s, worker = %s"
    first = f"COALESCE(({lost}), ({due}))"
    return first, f"UPDATE {table} SET {sets} WHERE id = {first} RETURNING *"


@cache
def _looking(queues: int) -> str:
    table = f'"{LaterTask._meta.db_table}"'
    due = f"EXISTS (SELECT 1 FROM {table} WHERE state = 'ready' AND queue = %s AND run_at <= %s)"
    lost = f"EXISTS (SELECT 1 FROM {table} WHERE state = 'running' AND queue = %s AND leased_until < %s)"
    return "SELECT " + ", ".join([f"({due} OR {lost})"] * queues)


def _is_any(first: str, told: tuple[str | None, ...]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {first} IS NOT NULL", told)
        return bool(cursor.fetchone()[0])


def _lease_s(row: LaterTask) -> int:
    try:
        return task_named(row.name).lease_s
    except (ImportError, GiveUp):
        return LEASE_S
