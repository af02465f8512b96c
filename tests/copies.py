"""What a test has walked, copied many times by PostgreSQL with every row of it, so that tables are as after years."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

type Table = type[models.Model]
type Keys = dict[Table, set[Any]]
NUMBERED = 6
"""So many signs a copy's number takes behind a text that is there once."""
LEFT_OUT = frozenset({"core.Entry", "core.Private", "core.Message", "core.LaterTask", "core.Reacted", "notices.Notice"})
"""Most of the rows, found by their key or not at all."""


def tables() -> list[Table]:
    """Return the house's tables, those pointed at first."""
    found = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("anxin.")]
    return [one for one in found if one._meta.managed and not one._meta.proxy]


def keys() -> Keys:
    """Return the keys of every row there is."""
    return {one: set(one._base_manager.values_list("pk", flat=True)) for one in tables()}


@contextmanager
def told() -> Iterator[Keys]:
    """Give the keys of the rows that are written inside, once it is left."""
    before, found = keys(), dict[Table, set[Any]]()
    yield found
    found |= {table: those - before[table] for table, those in keys().items() if those - before[table]}


def copy(rows: Keys, times: int, *, begun: int, hours_apart: float, instead: Mapping[UUID, UUID] | None = None) -> None:
    """Put rows so many times beside themselves, each copy earlier than the one before, and let statistics know.

    What they name besides each other they name too, or another `instead`.
    """
    others = dict(instead or {})
    ids = [one for those in rows.values() for one in those if isinstance(one, UUID)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, those in rows.items():
            columns = [one for one in table._meta.local_concrete_fields if not isinstance(one, models.AutoField)]
            named = ", ".join(f'"{one.column}"' for one in columns)
            anew = ", ".join(_anew(one) for one in columns)
            key = table._meta.pk
            if isinstance(key, models.CompositePrimaryKey) or table._meta.label in LEFT_OUT:
                continue
            given = {
                **{"ids": ids, "texts": [str(one) for one in ids], "keys": list(those)},
                **{"first": begun, "last": begun + times - 1, "hours": hours_apart},
                **{"those": list(others), "others": list(others.values())},
            }
            cursor.execute(
                f'INSERT INTO "{table._meta.db_table}" ({named}) SELECT {anew} '
                f'FROM "{table._meta.db_table}", generate_series(%(first)s, %(last)s) AS n '
                f'WHERE "{key.column}" = ANY(%(keys)s) ON CONFLICT DO NOTHING',
                given,
            )
            cursor.execute(f'ANALYZE "{table._meta.db_table}"')


def grow(names: Collection[str], times: int) -> None:
    """Have the planner take tables and their indexes for so many times larger than they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = reltuples * %s WHERE reltuples > 0 AND (relname = ANY(%s) OR oid IN "
            "(SELECT indexrelid FROM pg_index WHERE indrelid::regclass::text = ANY(%s)))",
            [times, list(names), list(names)],
        )


def _anew(field: "models.Field[Any, Any]") -> str:
    """Write what a copy has in a column: keys and texts that are there once are its own, its moments are earlier."""
    column = f'"{field.column}"'
    if isinstance(_kind(field), models.UUIDField):
        other = f"(%(others)s::uuid[])[array_position(%(those)s::uuid[], {column})]"
        own = f"md5({column}::text || n)::uuid"
        return f"CASE WHEN {column} = ANY(%(ids)s) THEN {own} ELSE coalesce({other}, {column}) END"
    if isinstance(field, models.DateTimeField):
        return f"{column} - (n - %(first)s) * %(hours)s * interval '1 hour'"
    if isinstance(field, models.CharField):
        own = f"left({column}, {(field.max_length or 0) - NUMBERED}) || n" if _once(field) else column
        of_row = f"md5({column} || n)::uuid::text"
        return f"CASE WHEN {column} = ANY(%(texts)s) THEN {of_row} WHEN {column} = '' THEN '' ELSE {own} END"
    return column


def _once(field: "models.Field[Any, Any]") -> bool:
    return field.unique or field.column in ("phone_index", "order_key", "serial")


def _kind(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    return _kind(field.target_field) if field.is_relation else field
