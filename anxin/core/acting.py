"""One request or task that writes is one `acting` block: done as a whole, or not at all."""

import random
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Model

from anxin.core.blocks import Block
from anxin.core.errors import AnxinError, Unavailable

REPEATS = 3
ASIDE_S = 0.25
"""Longer than SQLite sleeps between two looks at whether it may write."""
_REPEATABLE_SQLSTATES = {"40001", "40P01"}
_TAKEN = "23505"
_SQLITE_BUSY = {5, 6}
_FULL = {"53100", 13}
_READ_ONLY = {"25006", 8, 14}
_GONE = {"57P01", "57P02", "57P03"}


class Busy(Unavailable):
    """The database was too busy with others' work, again and again."""

    code = "core.busy"


class NoSpace(Unavailable):
    """The database can't grow: its disk is full."""

    code = "core.no_space"


class ReadOnly(Unavailable):
    """The database can't be written."""

    code = "core.read_only"


class NoDatabase(Unavailable):
    """The database does not answer: it is stopped, or the way to it is cut."""

    code = "core.no_database"


_block: ContextVar[Block | None] = ContextVar("anxin_acting", default=None)
_guard: ContextVar[Callable[[], None]] = ContextVar("anxin_acting_guard", default=lambda: None)


def acting[T](work: Callable[[], T]) -> T:
    """Run `work` in one transaction; what an error says must survive is written in a second one.

    Deadlocks, serialisation failures, a busy database, and a row that somebody else made first repeat the work up to
    three times, here and nowhere else, so `work` must do nothing but read and write the database.
    """
    if _block.get() is not None:
        raise RuntimeError("acting() inside acting(): a request or task is one block; pass the work down instead")
    try:
        return _repeated(work)
    except AnxinError as error:
        if error.survives:
            kept = error.survives
            _repeated(lambda: [keep() for keep in kept])
        raise


def current() -> Block:
    """Return the running block; outside of one, say so: that is a fault of the caller."""
    block = _block.get()
    if block is None:
        raise RuntimeError("writing needs an acting() block: open one in the face or the task")
    return block


def remembered[T](key: tuple[Hashable, ...], read: Callable[[], T], *models: type[Model]) -> T:
    """Read something of some models; in a block only once, as long as nobody there writes to one of their tables."""
    block = _block.get()
    if block is None:
        return read()
    known: tuple[T] | None = block.recall(key)
    if known is None:
        known = (read(),)
        block.keep(key, known, *(model._meta.db_table for model in models))
    return known[0]


def read_again(*begin: Hashable) -> None:
    """Have what is remembered under keys that begin so read again: a lock was waited for, and another changed it.

    Not on SQLite, whose writers stand in line from the first word of their block.
    """
    if connection.vendor == "postgresql":
        current().drop(*begin)


def refuse_inside() -> None:
    """Refuse an outside call inside a block: it can't be rolled back, and others would wait for it."""
    if inside():
        raise RuntimeError("an outside call inside acting(): write the intent, let the block end, then call")


def alone(name: str) -> None:
    """Have a name to oneself until the block ends: who comes at the same moment waits here, then sees what was done.

    For what nothing in the database is one of yet; where a row or a unique rule can be waited for, that is better.
    SQLite's writers stand in line anyway.
    """
    current()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def let_others_go() -> None:
    """Stand aside between two blocks of a long work, so that whoever waits for SQLite's one writer goes before it.

    They look again every tenth of a second, and never find it free where the next block begins at once.
    """
    refuse_inside()
    if connection.vendor == "sqlite":
        time.sleep(ASIDE_S)


def inside() -> bool:
    """Return whether a block is running."""
    return _block.get() is not None


@contextmanager
def guarded(check: Callable[[], None]) -> Iterator[None]:
    """Have `check` run at the end of every block in here, inside its transaction; what it raises undoes the block."""
    token = _guard.set(check)
    try:
        yield
    finally:
        _guard.reset(token)


def _repeated[T](work: Callable[[], T]) -> T:
    for attempt in range(REPEATS + 1):
        block = Block()
        token = _block.set(block)
        try:
            with transaction.atomic(durable=True), connection.execute_wrapper(block):
                done = work()
                block.write()
                _guard.get()()
                return done
        except (OperationalError, InterfaceError) as error:
            if said := unable(error):
                raise said from error
            if not passing(error):
                raise
            if attempt == REPEATS:
                raise Busy({"tries": REPEATS + 1}) from error
        except IntegrityError as error:
            if not _is_taken(error) or attempt == REPEATS:
                raise
        finally:
            _block.reset(token)
        time.sleep(random.uniform(0.005, 0.05) * (attempt + 1))
    raise AssertionError("unreachable")


def unable(error: BaseException | None) -> Unavailable | None:
    """Return the error for a database that is gone, full or can't be written; None for other errors."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if _is_gone(error):
        return NoDatabase()
    return next((kind() for kind, codes in ((NoSpace, _FULL), (ReadOnly, _READ_ONLY)) if _code(error) in codes), None)


def unanswered(error: BaseException | None) -> Unavailable | None:
    """Return the same for a write outside of any block, which nobody repeats; None where waiting is not the reason."""
    busy = isinstance(error, OperationalError | InterfaceError) and passing(error)
    return Busy({"tries": 1}) if busy else unable(error)


def passing(error: OperationalError | InterfaceError) -> bool:
    """Return whether others' work stood in the way, so that the same may succeed in a moment."""
    return _code(error) in _REPEATABLE_SQLSTATES | _SQLITE_BUSY


def _is_taken(error: IntegrityError) -> bool:
    """Return whether a row of this kind is there: made at the same moment by another block, which the next try sees.

    SQLite's writers stand in line from the first word of their block, so nobody is quicker inside of it.
    """
    return getattr(error.__cause__, "sqlstate", "") == _TAKEN


def _is_gone(error: OperationalError | InterfaceError) -> bool:
    """Return whether PostgreSQL's connection is lost or was refused: such an error has no state, or one of class 08."""
    state: str | None = getattr(error.__cause__, "sqlstate", "")
    return state is None or state.startswith("08") or state in _GONE


def _code(error: OperationalError | InterfaceError) -> str | int:
    """Return PostgreSQL's state, or SQLite's primary code."""
    cause = error.__cause__
    state: str | None = getattr(cause, "sqlstate", None)
    return state or getattr(cause, "sqlite_errorcode", 0) & 0xFF
