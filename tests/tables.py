"""The house's tables as rows: read as they lie, written back, told apart, emptied."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from anxin.core.keys import ring

type Rows = dict[type[models.Model], tuple[tuple[str, ...], list[tuple[object, ...]]]]


def all_models() -> list[type[models.Model]]:
    """List every table of the house, those between two others too; tests have tables of their own."""
    found = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("anxin.")]
    return [one for one in found if one._meta.managed and not one._meta.proxy]


def rows_of(model: type[models.Model]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Read a table as it lies there."""
    columns = tuple(field.column for field in model._meta.local_concrete_fields)
    named = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {named} FROM {connection.ops.quote_name(model._meta.db_table)}")
        return columns, cursor.fetchall()


def put(rows: Rows) -> None:
    """Write rows as they were read."""
    with connection.cursor() as cursor:
        for model, (columns, found) in rows.items():
            named = ", ".join(map(connection.ops.quote_name, columns))
            signs = ", ".join(["%s"] * len(columns))
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({signs})", found)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


def kept() -> set[type[models.Model]]:
    """Name the tables that are never empty: the keys, and what is sealed with them from the beginning."""
    return {apps.get_model("core.VaultKey"), apps.get_model("core.CheckpointTip")}


def made_keys(now: datetime) -> Rows:
    """Make the keys that a house begins with, and return their rows."""
    ring.forget()
    ring.ensure(now=now)
    return {one: rows_of(one) for one in kept()}


def put_keys(rows: Rows) -> None:
    """Write the rows of keys into tables that hold none."""
    ring.forget()
    put(rows)


def put_other_keys(rows: Rows) -> None:
    """Write the rows of keys instead of those that a fresh database has."""
    for one in rows:
        one._base_manager.all().delete()
    put_keys(rows)


def beside() -> set[type[models.Model]]:
    """Name the tables that no ground has rows in or looks at."""
    return {apps.get_model("core.SealedFile"), apps.get_model("core.ProviderAccount")}


def came_in() -> set[type[models.Model]]:
    """Name the tables that a sign-in alone writes."""
    return {apps.get_model("core.Session")}


def filled() -> set[type[models.Model]]:
    """Tell which tables hold anything."""
    by_table = {model._meta.db_table: model for model in all_models()}
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in by_table
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {by_table[table] for (table,) in cursor.fetchall()}


def case_contents(_ops: object, _style: object, tables: Sequence[str], **_options: object) -> list[str]:
    """Say how to empty the tables that hold anything; most of the house's are empty after most tests."""
    quoted = {table: connection.ops.quote_name(table) for table in tables}
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {it})" for table, it in quoted.items())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = [quoted[table] for (table,) in cursor.fetchall()]
    return [f"DELETE FROM {it}" for it in found] or ["SELECT 1"]


def key_of(model: type[models.Model], columns: tuple[str, ...]) -> Callable[[tuple[object, ...]], tuple[object, ...]]:
    """Give what reads the primary key of a table's rows."""
    at = [columns.index(one.column) for one in model._meta.pk_fields]
    return lambda row: tuple(row[one] for one in at)


def same(ground: Rows, rows: Rows) -> bool:
    """Tell whether every row of a ground lies as it was laid, and no other."""
    return all(_sorted(model, found[1]) == _sorted(model, rows[model][1]) for model, found in ground.items())


def differs(model: type[models.Model], one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell two states of a row apart."""
    return _sorted(model, [one]) != _sorted(model, [other])


def _sorted(model: type[models.Model], rows: list[tuple[object, ...]]) -> list[str]:
    """Give rows to be compared; when an account last came in makes no difference."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    without = names.index("last_login") if "last_login" in names else len(names)
    return sorted(repr(row[:without] + row[without + 1 :]) for row in rows)


def change(rows: Rows) -> None:
    """Bring rows that lie there to another state."""
    with connection.cursor() as cursor:
        for model, (columns, found) in rows.items():
            sets, keys = (
                sign.join(f"{connection.ops.quote_name(one)} = %s" for one in names)
                for sign, names in ((", ", columns), (" AND ", [one.column for one in model._meta.pk_fields]))
            )
            table = connection.ops.quote_name(model._meta.db_table)
            for row in found:
                cursor.execute(f"UPDATE {table} SET {sets} WHERE {keys}", [*row, *key_of(model, columns)(row)])
