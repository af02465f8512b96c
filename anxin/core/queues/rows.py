"""Put tasks, lease them, and write what became of them: every write carries the attempt as a fence."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from anxin.core import acting
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new, insert_those_new
from anxin.core.plain import plain
from anxin.core.queues import transport
from anxin.core.queues.models import LaterTask
from anxin.core.queues.registry import PERIODIC, GiveUp, RetriedTask, task_named

BACK_OFF_S, BACK_OFF_LONGEST_S = 5, 3600
KEPT = timedelta(days=1)
FROZEN = "5s"
"""How long a transaction of the queue may lie idle on PostgreSQL before its process counts as frozen."""
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
    if not insert_new(row):
        return LaterTask.objects.get(key=row.key)
    transport.defer(row, fresh=True)
    return row


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
    if insert_those_new(rows) != len(rows):
        kept = set(LaterTask.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
        rows = [row for row in rows if row.id in kept]
    for row in rows:
        transport.defer(row, fresh=True)


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


def lease(queues: Sequence[str], *, worker: str, now: datetime, task_id: UUID | None = None) -> LaterTask | None:
    """Take the longest waiting due task, or one whose lease ran out, for one attempt more."""
    query = LaterTask.objects.filter(_due(now), queue__in=queues).order_by("run_at", "id")
    if task_id is not None:
        query = query.filter(id=task_id)
    if not connection.features.has_select_for_update_skip_locked:
        return _first_taken(list(query[:5]), worker=worker, now=now)
    with _brief():
        return _first_taken(list(query.select_for_update(skip_locked=True)[:1]), worker=worker, now=now)


def beat(*, now: datetime) -> None:
    """Put the periodic tasks of this moment; unique by name and moment, and never two waiting at once."""
    for name, seconds in PERIODIC.items():
        moment = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
        key = f"every|{name}|{moment.isoformat()}"
        seen = LaterTask.objects.filter(name=name, key__startswith="every|").filter(Q(key=key) | Q(state="ready"))
        if not seen.exists():
            with _brief():
                put(name, arguments={}, key=key, now=now)


def wake(*, now: datetime) -> None:
    """Tell Procrastinate again of tasks that are due, or whose worker fell silent, and that it holds no job of."""
    if transport.available():
        for row in transport.without_job(LaterTask.objects.filter(_due(now)).order_by("run_at")[:200]):
            with _brief():
                transport.defer(row)


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
    return _again(row, error=error, run_at=now + timedelta(seconds=back_off_s(row.attempt)))


def give_back(row: LaterTask, *, now: datetime) -> bool:
    """Let another worker take a task that this one must leave; the attempt counts."""
    return _again(row, error="the worker was stopped", run_at=now)


def revive(row: LaterTask, *, now: datetime) -> None:
    """Give a dead letter its attempts again."""
    with transaction.atomic():
        fresh = LaterTask.objects.filter(id=row.id, state="dead")
        if not fresh.update(state="ready", attempt=0, run_at=now, finished_at=None):
            raise WrongState({"task": str(row.id), "expected": "dead"})
        transport.defer(LaterTask.objects.get(id=row.id))


def sweep(*, now: datetime) -> int:
    """Drop what is done for a day; dead letters stay until a person looked."""
    return LaterTask.objects.filter(state="done", finished_at__lt=now - KEPT).delete()[0]


def back_off_s(attempt: int) -> int:
    """Return the pause after a failed attempt: 5 s, 10 s, 20 s … up to an hour."""
    return min(BACK_OFF_S << min(attempt - 1, 20), BACK_OFF_LONGEST_S)


@contextmanager
def _brief() -> Iterator[None]:
    """Open a short transaction that PostgreSQL ends if its process is frozen within: others wait for what it wrote.

    Within a longer one nothing is bounded: the bound would outlive this part of it.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [FROZEN])
        yield


def _again(row: LaterTask, *, error: str, run_at: datetime) -> bool:
    with _brief():
        mine = _mine(row).update(state="ready", run_at=run_at, leased_until=None, error=error)
        if mine:
            row.run_at = run_at
            transport.defer(row)
    return bool(mine)


def _mine(row: LaterTask) -> QuerySet[LaterTask]:
    return LaterTask.objects.filter(id=row.id, attempt=row.attempt, state="running")


def _due(now: datetime) -> Q:
    return Q(state="ready", run_at__lte=now) | Q(state="running", leased_until__lt=now)


def _first_taken(candidates: list[LaterTask], *, worker: str, now: datetime) -> LaterTask | None:
    """Take the first that nobody was faster with."""
    for row in candidates:
        lease = now + timedelta(seconds=_lease_s(row))
        mine = LaterTask.objects.filter(_due(now), id=row.id, attempt=row.attempt).update(
            state="running", attempt=F("attempt") + 1, leased_until=lease, worker=worker
        )
        if mine:
            return LaterTask.objects.get(id=row.id)
    return None


def _lease_s(row: LaterTask) -> int:
    try:
        return task_named(row.name).lease_s
    except (ImportError, GiveUp):
        return 60
