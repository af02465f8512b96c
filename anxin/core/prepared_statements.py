"""Statements that PostgreSQL plans once a connection: the long ones, whose plan costs many times what they then cost.

A query that is asked again and again by its key (`compiled_queries`) and gathers a case in one statement was planned
for ten times as long as it ran. What never changes is written into it as it stands, so that a partial index still fits;
what is asked is bound by the server. After five times PostgreSQL keeps one plan, unless those made for the values are
cheaper by its own reckoning. A pooler that gives each transaction another connection has to know prepared statements
(PgBouncer from 1.21).
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from anxin.core.singletons import Single

LONG = 2000
"""So many characters a statement has whose plan is worth keeping: shorter ones take a fraction of a millisecond."""


class Preparing:
    """A connection to PostgreSQL whose cursors have it keep the plans of what they ask."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        """Stand for a connection."""
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        """Be it, but for the cursors."""
        return getattr(self._connection, name)

    def cursor(self) -> CursorWrapper:
        """Return a cursor, watched as others are, that binds on the server."""
        self._connection.ensure_connection()
        raw = self._connection.connection
        raw.prepare_threshold = 0  # without it nothing is kept; cursors that bind on this side keep nothing
        usual, raw.cursor_factory = raw.cursor_factory, _cursor()
        try:
            return self._connection.cursor()
        finally:
            raw.cursor_factory = usual


@Single
def _cursor() -> type:
    """Return the kind of cursor: made when PostgreSQL is first asked, for its library may not be loaded before."""
    from psycopg import Cursor, errors  # noqa: PLC0415  # SQLite's processes do without it

    lost = errors.FeatureNotSupported, errors.InvalidSqlStatementName

    class PreparingCursor(Cursor[Any]):
        def execute(
            self, query: Any, params: Any = None, *, prepare: bool | None = True, binary: bool | None = None
        ) -> "PreparingCursor":
            try:
                return super().execute(query, params, prepare=prepare, binary=binary)
            except lost:  # a column has become another since, or a pooler gave us another connection
                self.connection.close()  # the next request begins with a new one
                raise

    return PreparingCursor


def spelled_out(sql: str, params: Sequence[Any], gap: type, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
    """Return a statement with all its parameters but those of one kind written into it, and those that are left."""
    from psycopg.sql import quote  # noqa: PLC0415  # as above

    connection.ensure_connection()
    given, left = iter(params), []

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        one = next(given)
        if type(one) is gap:
            left.append(one)
            return "%s"
        return quote(one, connection.connection).replace("%", "%%")

    return re.sub("%%|%s", written, sql), left
