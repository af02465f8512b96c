"""Run one leased task: the body, then one fenced write of what became of it."""

import inspect
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from anxin.core.acting import acting, guarded
from anxin.core.errors import AnxinError
from anxin.core.queues import rows
from anxin.core.queues.kinds import QUEUES
from anxin.core.queues.models import LaterTask
from anxin.core.queues.registry import GiveUp, RetriedTask, task_named

log = structlog.get_logger("anxin.later")


class LeaseLost(AnxinError):
    """Another attempt has taken the task over; this one must leave no trace."""

    code = "later.lease_lost"


def run(row: LaterTask, *, clock: Callable[[], datetime], raising: bool = False) -> bool:
    """Run a leased task and write its outcome; True where this attempt succeeded and could say so.

    Every block of the body ends with a fence: an attempt that lost its lease commits nothing any more.
    """
    try:
        known = task_named(row.name)
        _body(known, row, clock=clock)
        return known.whole or rows.succeed(row, now=clock())
    except Exception as error:
        if raising:
            raise
        return _failed(row, error, now=clock())
    except BaseException:
        rows.give_back(row, now=clock())
        raise


def run_due(now: datetime, *, queues: Sequence[str] = tuple(QUEUES), raising: bool = True, most: int = 1000) -> int:
    """Run what is due, here and now, until nothing is: for tests, the demo and small installations' commands."""
    for ran in range(most):
        row = rows.lease(queues, worker="here", now=now)
        if row is None:
            return ran
        run(row, clock=lambda: now, raising=raising)
    return most


def _body(known: RetriedTask, row: LaterTask, *, clock: Callable[[], datetime]) -> None:
    if row.tries > known.retries + 1:
        raise GiveUp({"task": row.name, "why": "its workers died"})
    arguments = dict(row.arguments)
    if "now" in inspect.signature(known.func).parameters and "now" not in arguments:
        arguments["now"] = clock()

    def fence() -> None:
        if not (rows.succeed(row, now=clock()) if known.whole else rows.renew(row, now=clock())):
            raise LeaseLost({"task": row.name})

    with guarded(fence):
        if known.whole:
            acting(lambda: known.func(**arguments))
        else:
            known.func(**arguments)


def _failed(row: LaterTask, error: Exception, *, now: datetime) -> bool:
    try:
        most = task_named(row.name).retries + 1
    except (ImportError, GiveUp):
        most = 1
    final = isinstance(error, GiveUp) or row.tries >= most
    why = safe_error(error)
    written = rows.fail(row, error=why, final=final, now=now)
    told = {"attempt": row.attempt, "dead": final, "written": written, "error": why}
    log.warning("task failed", task=row.name, id=str(row.id), **told)
    return False


def safe_error(error: Exception) -> str:
    """Return an error's kind, code and place, without its message, which may hold somebody's data."""
    places = [
        f"{f.filename.rpartition('site-packages/')[2]}:{f.lineno} {f.name}"
        for f in traceback.extract_tb(error.__traceback__)
    ]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    code = f" {error.code}" if isinstance(error, AnxinError) else ""
    return "\n".join([kind + code, *places])
