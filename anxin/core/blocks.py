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

_READING = ("SELECT", "(SELECT", "RELEASE", "PRAGMA", "BEGIN", "COMMIT", "EXPLAIN", "SET ")
_WRITING = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')
_SAVING, _UNDOING = "SAVEPOINT", "ROLLBACK"
Key = tuple[Hashable, ...]
Context = dict[str, Any]
Execute = Callable[[str, Any, bool, Context], Any]


@dataclass(frozen=True)
class _Known:
    tables: frozenset[str]
    value: Any


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
        self._waiting: dict[Callable[[list[Any]], None], _Waiting] = {}
        self._written: set[str] = set()
        self._held_at: dict[str, set[tuple[str, str]]] = {}

    def recall(self, key: Key) -> Any:
        """Return what is remembered under a key; None where nothing is."""
        known = self._known.get(key)
        return None if known is None else known.value

    def keep(self, key: Key, value: Any, *tables: str) -> None:
        """Remember something read from some tables, until one of them is written to."""
        self._known[key] = _Known(frozenset(f'"{table}"' for table in tables), value)

    def drop(self, key: Key) -> None:
        """Forget one thing."""
        self._known.pop(key, None)

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

    def write(self, sql: str = "") -> None:
        """Write what waits, or only what a statement would look at."""
        while several := [one for one, waits in self._waiting.items() if not sql or _named(waits.tables, sql)]:
            for one in [one for one in several if not self._waiting[one].late] or several:
                if waits := self._waiting.pop(one, None):  # else written on the way, before another looked
                    one(waits.rows)

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: Context) -> Any:
        """Look at a statement on its way."""
        if sql.startswith(_SAVING):
            self._held_at[sql.split()[-1]] = set(self.held)
        elif sql.startswith(_UNDOING):  # a lock taken since then is gone too
            self.held &= self._held_at.get(sql.split()[-1], set())
        if self._waiting:
            if sql.startswith(_SAVING):
                self.write()
            elif sql.startswith(_UNDOING):
                self._waiting.clear()
            else:
                self.write(sql)
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith((*_READING, _SAVING)):
                self._forget(sql)

    def _forget(self, sql: str) -> None:
        found = _WRITING.match(sql)
        table = f'"{found[1]}"' if found else ""
        self._written.add(table)
        gone = [key for key, one in self._known.items() if not table or table in one.tables]
        for key in gone:
            if key not in self._spared or not table:
                del self._known[key]


def _named(tables: tuple[str, ...], sql: str) -> bool:
    return any(table in sql for table in tables)
