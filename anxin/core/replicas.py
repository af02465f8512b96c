"""A standby that is read from, where one is set up: figures and exports, a few seconds behind; else the primary.

Nothing is decided by what a standby says, and nothing is written there. One that does not answer, is no standby or
lies too far behind is left out, with a word in the log, until the next question.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

import structlog
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, models

NAME = "replica"
MOST_S = 60.0
"""So far behind a standby may be and still be read."""
LAG = """
SELECT pg_is_in_recovery(), CASE
    WHEN EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AND pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
"""
log = structlog.get_logger("anxin.replica")
_read_from: ContextVar[str] = ContextVar("anxin_read_from", default=DEFAULT_DB_ALIAS)


@dataclass(frozen=True, kw_only=True)
class ReplicaState:
    """How a standby stands: seconds behind, or why it is not read."""

    lag_s: float = 0.0
    fault: str = ""


class Router:
    """Reads go where the running question is put, writes to the primary."""

    def db_for_read(self, _model: type[models.Model], instance: object = None) -> str:
        """Return where rows are read."""
        return here()

    def db_for_write(self, _model: type[models.Model], instance: object = None) -> str:
        """Return where rows are written, wherever they were read."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: models.Model, _other: models.Model) -> bool:
        """Say that rows read here and there are of one house."""
        return True


def here() -> str:
    """Return the database that the running question reads."""
    return _read_from.get()


def is_set_up() -> bool:
    """Return whether a standby is named."""
    return NAME in connections.settings


def state() -> ReplicaState:
    """Return how the standby stands now (one statement)."""
    try:
        with connections[NAME].cursor() as cursor:
            cursor.execute(LAG)
            recovers, lag = cursor.fetchone()
    except (OperationalError, InterfaceError) as error:
        return ReplicaState(fault=f"it does not answer ({type(error).__name__})")
    if not recovers:
        return ReplicaState(fault="it is no standby")
    if lag is None or lag > MOST_S:
        return ReplicaState(fault=f"it is {'nobody knows how many' if lag is None else round(lag)} seconds behind")
    return ReplicaState(lag_s=float(lag))


def says() -> str:
    """Return where figures and exports are read, in a sentence; empty where no standby is named."""
    if not is_set_up():
        return ""
    now = state()
    if now.fault:
        return f"read from the primary: the standby is left out, {now.fault}"
    return f"read from the standby, {now.lag_s:.0f} seconds behind"


def read[T](question: Callable[[], T]) -> T:
    """Put a question to the standby, else to the primary; it must read all it gives, and may be put twice."""
    if not is_set_up():
        return question()
    if fault := state().fault:
        log.warning("replica_left_out", why=fault)
        return question()
    token = _read_from.set(NAME)
    try:
        return question()
    except (OperationalError, InterfaceError) as error:  # stopped meanwhile, or in the way of what it replays
        log.warning("replica_left_out", why=type(error).__name__)
    finally:
        _read_from.reset(token)
    return question()
