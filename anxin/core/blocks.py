"""What one running block remembers: the rows it holds, what it read, and the rows it writes at the end.

Nothing of it outlives the block, so nothing is ever older than its transaction. Two rules make it safe, both kept by
looking at every statement on its way to the database: what was read of a table is forgotten when anybody writes to
that table, and what waits to be written is written before anybody looks at its table.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

_WRITING = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')
_SAVING, _KEEPING, _UNDOING, _TOGETHER = "SAVEPOINT", "RELEASE", "ROLLBACK", "WITH written_0 AS ("
_READING = ("SELECT", "(SELECT", _KEEPING, "PRAGMA", "BEGIN", "COMMIT", "EXPLAIN", "SET ")
Key = tuple[Hashable, ...]
Context = dict[str, Any]
Execute = Callable[[str, Any, bool, Context], Any]


@dataclass(frozen=True)
class _Known:
    tables: frozenset[str]
    value: Any


@dataclass(frozen=True)
class _Gathered:
    sql: str
    params: Sequence[Any]
    spared: set[Key]


@dataclass
class _Waiting:
    tables: tuple[str, ...]
    late: bool
    rows: list[Any] = field(default_factory=list)


class Block:
    """One block, beside its transaction; called with every statement that runs in it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.held: set[tuple[str, str]] = set()
        self._known: dict[Key, _Known] = {}
        self._spared: set[Key] = set()
        self._left: set[Callable[[list[Any]], None]] = set()
        self._waiting: dict[Callable[[list[Any]], None], _Waiting] = {}
        self._written: set[str] = set()
        self._held_at: dict[str, set[tuple[str, str]]] = {}
        self._gathered: list[_Gathered] | None = None

    def recall(self, key: Key) -> Any:
        """Return what is remembered under a key; None where nothing is."""
        known = self._known.get(key)
        return None if known is None else known.value

    def keep(self, key: Key, value: Any, *tables: str) -> None:
        """Remember something read from some tables, until one of them is written to."""
        self._known[key] = _Known(frozenset(f'"{table}"' for table in tables), value)

    def keys(self, *begin: Hashable) -> list[Key]:
        """Return the keys of what is remembered that begin so."""
        return [key for key in self._known if key[: len(begin)] == begin]

    def forget(self, table: str) -> None:
        """Forget what was read of a table, because this block is about to write to it."""
        self._forget(f'UPDATE "{table}"')

    def drop(self, *begin: Hashable) -> None:
        """Forget what is remembered under keys that begin so."""
        for key in self.keys(*begin):
            del self._known[key]

    def wrote(self, table: str) -> bool:
        """Return whether this block may have written to a table: what it reads there may be undone yet."""
        return bool(self._written & {f'"{table}"', ""})

    @contextmanager
    def sparing(self, *keys: Key) -> Iterator[None]:
        """Keep some things through a write in here: who writes knows what became of them, and keeps them up."""
        before = self._spared
        self._spared = before | set(keys)
        try:
            yield
        finally:
            self._spared = before

    def put_off(
        self, write: Callable[[list[Any]], None], row: object, tables: Sequence[str] = (), *, late: bool = False
    ) -> None:
        """Have `write` called once with all such rows: at the end, or before a statement names one of the tables.

        `late` after all others: what they write may put off more of it.
        """
        quoted = tuple(f'"{table}"' for table in tables)
        self._waiting.setdefault(write, _Waiting(quoted, late)).rows.append(row)

    @contextmanager
    def leaving(self, write: Callable[[list[Any]], None]) -> Iterator[None]:
        """Let what waits for `write` wait on, though a statement in here names its table: it asks for other rows."""
        self._left.add(write)
        try:
            yield
        finally:
            self._left.discard(write)

    def write(self, sql: str = "") -> None:
        """Write what waits, or only what a statement would look at."""
        if sql or self._gathered is not None or connection.vendor != "postgresql":
            self._write(sql)
            return
        self._gathered = []
        try:
            self._write(sql)
            self._run_gathered()
        finally:
            self._gathered = None

    def _write(self, sql: str) -> None:
        while several := [one for one, waits in self._waiting.items() if not sql or self._looks_at(one, waits, sql)]:
            for one in [one for one in several if not self._waiting[one].late] or several:
                if waits := self._waiting.pop(one, None):  # else written on the way, before another looked
                    one(waits.rows)

    def _looks_at(self, write: Callable[[list[Any]], None], waits: _Waiting, sql: str) -> bool:
        return write not in self._left and _named(waits.tables, sql)

    def gather(self, sql: str, params: Sequence[Any]) -> bool:
        """Take a statement whose answer nobody waits for; tell whether it was taken, to be run with its neighbours.

        What waited is then written on PostgreSQL in one statement, unless another is asked before: that one sees all.
        """
        if self._gathered is None:
            return False
        self._gathered.append(_Gathered(sql, params, self._spared))
        return True

    def _run_gathered(self) -> None:
        if several := self._gathered:
            self._gathered = []
            *first, last = several
            named = ", ".join(f"written_{place} AS ({one.sql})" for place, one in enumerate(first))
            with self.sparing(*(key for one in several for key in one.spared)), connection.cursor() as cursor:
                cursor.execute(
                    f"WITH {named} {last.sql}" if first else last.sql, [p for one in several for p in one.params]
                )

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: Context) -> Any:
        """Return the result of a statement, once the block knows what it reads or writes."""
        if sql.startswith(_SAVING):
            self._held_at[sql.split()[-1]] = set(self.held)
        elif sql.startswith(_UNDOING):  # a lock taken since then is gone too
            self.held &= self._held_at.get(sql.split()[-1], set())
        if self._waiting:
            if sql.startswith((_SAVING, _KEEPING)):
                self.write()
            elif sql.startswith(_UNDOING):
                self._waiting.clear()
            else:
                self.write(sql)
        if self._gathered:
            self._run_gathered()
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith((*_READING, _SAVING)):
                self._forget(sql)

    def _forget(self, sql: str) -> None:
        found = _WRITING.findall(sql) if sql.startswith(_TOGETHER) else _WRITING.match(sql)
        tables = {f'"{table}"' for table in (found if isinstance(found, list) else [found[1]] if found else [])}
        self._written |= tables or {""}
        gone = [key for key, one in self._known.items() if not tables or tables & one.tables]
        for key in gone:
            if key not in self._spared or not tables:
                del self._known[key]


def _named(tables: tuple[str, ...], sql: str) -> bool:
    return any(table in sql for table in tables)
