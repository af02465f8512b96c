"""Insert and update rows by statements that are written once a process, and tell what became of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from anxin.core import acting

KEPT = 1024
"""How many statements are kept: one a table, number of rows and set of fields."""
type Fields = "tuple[models.Field[Any, Any], ...]"


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model in one statement; each is new, or IntegrityError is raised and none is inserted.

    What the database fills by a default of its own is not read back.
    """
    _insert(rows)


def insert_at_end(row: models.Model) -> None:
    """Insert a row that is new with others of its model: at the end of the block, or before a statement names it."""
    table, block = row._meta.db_table, acting.current()
    block.forget(table)
    block.put_off(_insertion(type(row)), row, (table,))


@cache
def _insertion(_model: type[models.Model]) -> Callable[[list[Any]], None]:
    """Return a way to insert of each model's own: a block writes all that waits for one at once."""
    return lambda rows: insert(rows)


def insert_new(row: models.Model) -> bool:
    """Insert a row unless a unique rule of its table is in the way; tell whether it was inserted.

    Where another transaction is about to insert the same, this waits for its end. A key given by the database is set.
    """
    return bool(insert_those_new((row,)))


def insert_those_new(rows: Sequence[models.Model]) -> int:
    """Insert those rows of one model that no unique rule is in the way of; return how many were inserted."""
    return len(_insert(rows, unless_there=True))


def inserted_new[R: models.Model](rows: Sequence[R]) -> list[R]:
    """Insert the same, of rows that bring their keys along; return those that were inserted."""
    if any(row.pk is None for row in rows):
        raise ValueError("expected rows that bring their keys: else nobody can tell which were inserted")
    keys = _insert(rows, unless_there=True)
    return [row for row in rows if row._meta.pk.to_python(row.pk) in keys]


def leave_those_new(rows: Sequence[models.Model]) -> None:
    """Insert those rows of one model that no unique rule is in the way of; nobody is told which, nor under what key."""
    if rows:
        sql, fields = _inserting(connection.vendor, type(rows[0]), len(rows), rows[0].pk is None, True)
        _leave(sql, [value for row in rows for value in _values(row, fields, connection)])


def insert_or_count(row: models.Model, counted: str, *, most: str, once: tuple[str, ...]) -> bool:
    """Insert a row, or count one on in the one that is there (`once` names what there is one of), in one statement.

    Tells whether there was room: nothing is counted past what stands in the field `most` of the row that is there.
    """
    sql, fields = _counting(connection.vendor, type(row), counted, most, once)
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields, connection))
        return bool(cursor.fetchall())


def insert_or_move(
    rows: Sequence[models.Model], names: Sequence[str], *, written: tuple[tuple[str, str], ...] = ()
) -> None:
    """Insert those rows of one model that are new, and write some fields of the others, which are held: one statement.

    `written` names columns with what the database finds for them itself where a row was there.
    """
    sql, fields = _moving(connection.vendor, type(rows[0]), len(rows), tuple(names), written)
    _leave(sql, [value for row in rows for value in _values(row, fields, connection)])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, sets: Mapping[str, Any], *, state: str | None = None) -> bool:
    """Write some fields of a row in one statement, only where it is there and in a state; tell whether it was.

    The row in memory stays as it is.
    """
    sql, params = _change(row, sets, state, ())
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return bool(cursor.rowcount)


def leave(row: models.Model, sets: Mapping[str, Any], *, written: tuple[tuple[str, str], ...] = ()) -> None:
    """Write some fields of a row that is held; `written` names columns with what the database finds for them itself."""
    _leave(*_change(row, sets, None, written))


def _change(
    row: models.Model, sets: Mapping[str, Any], state: str | None, written: tuple[tuple[str, str], ...]
) -> tuple[str, list[Any]]:
    if hasattr(row, "UNSEALED"):
        raise TypeError(f"{row._meta.label}: expected its manager to change a sealed row")
    named = tuple(sets)
    sql, fields = _updating(connection.vendor, type(row), named, state is not None, written)
    params = [field.get_db_prep_save(_plain(sets[name]), connection) for name, field in zip(named, fields, strict=True)]
    return sql, [*params, row._meta.pk.get_db_prep_value(row.pk, connection), *(() if state is None else (state,))]


def _leave(sql: str, params: list[Any]) -> None:
    """Run a statement whose answer nobody waits for; what a block writes at its end may run as one."""
    if not (acting.inside() and acting.current().gather(sql, params)):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


def _insert(rows: Sequence[models.Model], *, unless_there: bool = False) -> set[Any]:
    """Insert rows, and return the keys the database gave back; none where nobody waits for an answer."""
    if not rows:
        return set()
    numbered = rows[0].pk is None
    if any((one.pk is None) != numbered for one in rows):
        raise ValueError(f"{rows[0]._meta.label}: expected rows that all have a key or all have none, got both")
    sql, fields = _inserting(connection.vendor, type(rows[0]), len(rows), numbered, unless_there)
    params, found = [value for row in rows for value in _values(row, fields, connection)], []
    if numbered or unless_there:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
    else:
        _leave(sql, params)
    keys = [rows[0]._meta.pk.to_python(key) for (key,) in found]
    if numbered and len(keys) == len(rows):
        for row, key in zip(rows, keys, strict=True):
            row.pk = key
    if not unless_there or len(keys) == len(rows):
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias
    return set(keys)


def _values(row: models.Model, fields: Fields, to: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), to) for field in fields]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


@lru_cache(maxsize=KEPT)
def _inserting(
    _vendor: str, model: type[models.Model], count: int, numbered: bool, unless_there: bool
) -> tuple[str, Fields]:
    meta = model._meta
    own: Any = [field for field in meta.local_concrete_fields if not field.generated and not field.has_db_default()]
    fields = tuple(field for field in own if not (numbered and field is meta.pk))
    gaps = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(_quoted(field) for field in fields)
    sql = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({columns}) VALUES "
    sql += ", ".join([gaps] * count)
    if unless_there:
        sql += " ON CONFLICT DO NOTHING"
    if numbered or unless_there:
        sql += f" RETURNING {_quoted(meta.pk)}"
    return sql, fields


@lru_cache(maxsize=KEPT)
def _counting(
    vendor: str, model: type[models.Model], counted: str, most: str, once: tuple[str, ...]
) -> tuple[str, Fields]:
    sql, fields = _inserting(vendor, model, 1, False, False)
    table, unique = connection.ops.quote_name(model._meta.db_table), ", ".join(map(_named(model), once))
    count, limit = map(_named(model), (counted, most))
    sql += (
        f" ON CONFLICT ({unique}) DO UPDATE SET {count} = {table}.{count} + 1 WHERE {table}.{count} < {table}.{limit}"
    )
    return f"{sql} RETURNING {count}", fields


@lru_cache(maxsize=KEPT)
def _moving(
    vendor: str, model: type[models.Model], count: int, names: tuple[str, ...], written: tuple[tuple[str, str], ...]
) -> tuple[str, Fields]:
    sql, fields = _inserting(vendor, model, count, False, False)
    moved = [f"{name} = excluded.{name}" for name in map(_named(model), names)]
    sets = ", ".join([*moved, *(f'"{name}" = {found}' for name, found in written)])
    return f"{sql} ON CONFLICT ({_quoted(model._meta.pk)}) DO UPDATE SET {sets}", fields


@lru_cache(maxsize=KEPT)
def _updating(
    _vendor: str, model: type[models.Model], named: tuple[str, ...], stated: bool, written: tuple[tuple[str, str], ...]
) -> tuple[str, Fields]:
    meta = model._meta
    fields: Any = tuple(meta.get_field(name) for name in named)
    sets = ", ".join([*(f"{_quoted(field)} = %s" for field in fields), *(f'"{name}" = {sql}' for name, sql in written)])
    sql = f"UPDATE {connection.ops.quote_name(meta.db_table)} SET {sets} WHERE {_quoted(meta.pk)} = %s"
    return sql + (f" AND {_quoted(meta.get_field('state'))} = %s" if stated else ""), fields


def _named(model: type[models.Model]) -> Callable[[str], str]:
    return lambda name: _quoted(model._meta.get_field(name))


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)
