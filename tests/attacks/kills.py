"""A process that dies at a chosen statement: what it had committed stays, all else is gone, and another goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection, transaction

from anxin.core.errors import AnxinError

FREE = ("ROLLBACK", "RELEASE", "SAVEPOINT")
NEVER = 10**9


class Killed(BaseException):
    """The process is gone."""


class Death:
    """What kills a process at its n-th statement; from then on it says no word to the database."""

    def __init__(self, at: int = NEVER) -> None:
        self.at, self.said, self.dead = at, 0, False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count a statement, or die of it; what the dead left open the database ends by itself."""
        if not sql.startswith(FREE):
            if self.dead or self.said == self.at:
                self.dead = True
                raise Killed
            self.said += 1
        return execute(sql, params, many, context)

    def does(self, work: Callable[[], object]) -> None:
        """Do something; where the process dies of it another does it again, as a person or a worker would.

        What was done already may be refused then.
        """
        if self.dead:
            work()
            return
        try:
            with connection.execute_wrapper(self):
                work()
        except Killed:
            with suppress(AnxinError):
                work()


class TakenBack(Exception):
    """What was done is taken back."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Do something in the test's transaction and take it back."""
    spot = transaction.atomic()
    spot._from_testcase = True  # type: ignore[attr-defined]  # blocks begin in it as in the test's own
    with suppress(TakenBack), spot:
        yield
        raise TakenBack
