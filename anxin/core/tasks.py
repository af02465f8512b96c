"""The core's own periodic work: one line a part that has some, so that every worker knows it."""

from datetime import datetime
from uuid import UUID

from anxin.core import (
    bulk,
    calendars,
    case_contents,
    checkpoints,
    clocks,
    files,
    imports,
    later,
    rate_limits,
    uploads,
)
from anxin.core.acting import acting
from anxin.core.checkpoints import reports
from anxin.core.once import idempotency
from anxin.core.outbox import retention
from anxin.core.sessions import lifecycle
from anxin.core.streams.key import StreamKey


@later.task(queue="heavy", waits=imports.is_waited_for)
def apply_file(*, run: str, now: datetime) -> None:
    """Apply a long file of rows."""
    imports.carry_out(UUID(run), now=now)


@later.task(queue="heavy", waits=bulk.is_waited_for)
def do_rows(*, run: str, now: datetime) -> None:
    """Do the rows of a long bulk run, or what a process that died left of a short one."""
    bulk.carry_out(UUID(run), now=now)


@later.task(queue="heavy", waits=imports.is_kept)
def forget_file(*, file: str, now: datetime) -> None:
    """Destroy a file of rows that nobody imported."""
    acting(lambda: imports.forget(file, now=now))


@later.task(queue="heavy", waits=case_contents.is_left)
def empty_files(*, kind: str, key: str, now: datetime) -> None:
    """Empty those files of an emptied case that were handed in again when it was, and not used since."""
    acting(lambda: case_contents.empty_files(StreamKey(kind, key), now=now))


@later.every(seconds=300)
@later.task(queue="heavy")
def sweep_imports(*, now: datetime) -> None:
    """Drop what was read in long files that ended a day ago; carry on what stands still though it got further."""
    acting(lambda: imports.sweep(now=now))


@later.every(seconds=600)
@later.task(queue="heavy")
def take_up_tasks(*, now: datetime) -> None:
    """Take up again what was given up and still waited for."""
    later.take_up(now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def sweep_tasks(*, now: datetime) -> None:
    """Drop the rows of tasks that are done for a day."""
    later.sweep(now=now)


@later.every(seconds=600)
@later.task(queue="heavy")
def sweep_uploads(*, now: datetime) -> None:
    """Drop the uploads nobody finished in time."""
    uploads.sweep(now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def sweep_files(*, now: datetime) -> None:
    """Drop the bytes a crash left without a row, one folder after the other."""
    files.sweep(under=files.folder_of(now))


@later.every(seconds=3600)
@later.task(queue="heavy")
def sweep_rate_limits(*, now: datetime) -> None:
    """Drop the counts of those who have asked for nothing lately."""
    rate_limits.sweep(now_s=now.timestamp())


@later.every(seconds=3600)
@later.task(queue="heavy")
def sweep_outbox(*, now: datetime) -> None:
    """Drop the messages that everybody has read and nobody waits for."""
    retention.sweep(now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def sweep_keys(*, now: datetime) -> None:
    """Drop the keys of forms that are over."""
    idempotency.forget(now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def sweep_sessions(*, now: datetime) -> None:
    """Drop the sessions that are over."""
    lifecycle.sweep(now=now)


@later.every(seconds=15)
@later.task(queue="clocks")
def sweep_clocks(*, now: datetime) -> None:
    """End the clocks that have run out."""
    clocks.sweep(now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def check_heads(*, now: datetime) -> None:
    """Write the hour's checkpoint.

    Heads that moved are read before the block and noted after it: no clock, and nobody who writes, waits for that.
    """
    heads = checkpoints.read_heads()
    acting(lambda: checkpoints.checkpoint(now, heads))
    checkpoints.note(heads)


@later.every(seconds=600)
@later.task(queue="outside")
def stamp_heads(*, now: datetime) -> None:
    """Have the newest checkpoint stamped by every authority for time that hasn't yet."""
    checkpoints.stamp_newest(now=now)


@later.every(seconds=3600)
@later.task(queue="prompt")
def report_heads(*, now: datetime) -> None:
    """Send the day's newest checkpoint to whoever keeps it outside; the same day twice sends nothing more."""
    acting(lambda: reports.report(now))


@later.every(seconds=3600)
@later.task(queue="prompt")
def seed_calendar(*, now: datetime) -> None:
    """Fill this year and the next from the package, as soon as it knows them."""
    acting(lambda: [calendars.seed(now.year), calendars.seed(now.year + 1)])
