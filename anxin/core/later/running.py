"""Run one claimed task: the body, then one fenced write of what became of it."""

import inspect
import traceback
from collections.abc import Sequence
from datetime import datetime

import structlog

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.core.queues import rows
from anxin.core.queues.declaring import GiveUp, RetriedTask, found
from anxin.core.queues.models import LaterTask

QUEUES = ("prompt", "heavy")
log = structlog.get_logger("anxin.later")


class LeaseLost(AnxinError):
    """Another attempt has taken the task over; this one must leave no trace."""

    code = "later.lease_lost"


def run(row: LaterTask, *, now: datetime, raising: bool = False) -> bool:
    """Run a claimed task and write its outcome; True where this attempt succeeded and could say so."""
    try:
        known = found(row.name)
        _body(known, row, now=now)
        return known.whole or rows.succeed(row, now=now)
    except Exception as error:
        if raising:
            raise
        return _failed(row, error, now=now)
    except BaseException:
        rows.give_back(row, now=now)
        raise


def run_due(now: datetime, *, queues: Sequence[str] = QUEUES, raising: bool = True, most: int = 1000) -> int:
    """Run what is due, here and now, until nothing is: for tests, the demo and small installations' commands."""
    for ran in range(most):
        row = rows.claim(queues, worker="here", now=now)
        if row is None:
            return ran
        run(row, now=now, raising=raising)
    return most


def _body(known: RetriedTask, row: LaterTask, *, now: datetime) -> None:
    if row.attempt > known.retries + 1:
        raise GiveUp({"task": row.name, "why": "its workers died"})
    arguments = dict(row.arguments)
    if "now" in inspect.signature(known.func).parameters and "now" not in arguments:
        arguments["now"] = now
    if not known.whole:
        known.func(**arguments)
        return

    def work() -> None:
        known.func(**arguments)
        if not rows.succeed(row, now=now):
            raise LeaseLost({"task": row.name})

    acting(work)


def _failed(row: LaterTask, error: Exception, *, now: datetime) -> bool:
    try:
        most = found(row.name).retries + 1
    except (ImportError, GiveUp):
        most = 1
    final = isinstance(error, GiveUp) or row.attempt >= most
    written = rows.fail(row, error=told(error), final=final, now=now)
    log.warning("task failed", task=row.name, id=str(row.id), attempt=row.attempt, dead=final, written=written)
    return False


def told(error: Exception) -> str:
    """Tell an error without its message, which may hold somebody's data: its kind, code and where it rose."""
    places = [
        f"{f.filename.rpartition('site-packages/')[2]}:{f.lineno} {f.name}"
        for f in traceback.extract_tb(error.__traceback__)
    ]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    code = f" {error.code}" if isinstance(error, AnxinError) else ""
    return "\n".join([kind + code, *places])
