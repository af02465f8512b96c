"""Carry all rows from one database to another and compare them, row by row, whatever the two databases are."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model

from anxin.commands import progress

AT_ONCE = 1000
LEFT_BEHIND = {"core_session", "django_session", "opening_backup"}
"""Sessions are signed with a secret that stays where it is; everybody signs in again. Backups were this machine's."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One table on both sides; `first_difference` names the first row that is not the same."""

    table: str
    rows: int
    other_rows: int
    first_difference: str = ""

    @property
    def is_same(self) -> bool:
        """Return whether every row is there, value by value."""
        return self.rows == self.other_rows and not self.first_difference


def tables() -> list[type[Model]]:
    """List the models whose rows are carried, those of many-to-many tables too."""
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one._meta.managed and not one._meta.proxy and one._meta.db_table not in LEFT_BEHIND]


def add_database(alias: str, facts: dict[str, object]) -> None:
    """Make another database known to Django under an alias."""
    settings = connections.configure_settings({DEFAULT_DB_ALIAS: {}, alias: facts})
    connections.settings[alias] = settings[alias]


def make_tables(alias: str) -> None:
    """Bring a database's tables to this program's version; an empty one gets them as they are today, at once.

    To build what once was, and to change it step by step into what is, took fifty times as long.
    """
    if is_empty(alias):
        _make_at_once(alias)
    else:
        call_command("migrate", verbosity=0, interactive=False, database=alias)


def _make_at_once(alias: str) -> None:
    """Make every table and note every migration as done, in one transaction: all of it is there or nothing."""
    connection = connections[alias]
    done = MigrationLoader(connection).graph.nodes
    noted = MigrationRecorder(connection).Migration
    every: list[type[Model]] = [noted, *apps.get_models()]
    with connection.schema_editor() as editor:
        for model in every:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        noted.objects.using(alias).bulk_create([noted(app=app, name=name) for app, name in done])
    emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)


def prepare(alias: str) -> None:
    """Make all tables in an empty database, and take out what making them put in."""
    make_tables(alias)
    with transaction.atomic(using=alias):
        for model in tables():
            _rows_of(model, alias).all()._raw_delete(alias)


def is_empty(alias: str) -> bool:
    """Return whether a database has no table at all."""
    return not connections[alias].introspection.table_names()


def copy(source: str, target: str) -> dict[str, int]:
    """Copy every row in one transaction on each side; give the count by table."""
    counts = {}
    with transaction.atomic(using=source), transaction.atomic(using=target):
        if connections[source].vendor == "postgresql":
            with connections[source].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in tables():
            progress.at(f"copying {model._meta.db_table}")
            counts[model._meta.db_table] = _copy_table(model, source, target)
        _continue_counting(target)
    return counts


def compare(source: str, target: str) -> Iterator[Compared]:
    """Compare every table, each in the order of its keys."""
    for model in tables():
        progress.at(f"comparing {model._meta.db_table}")
        yield _compare_table(model, source, target)


def _copy_table(model: type[Model], source: str, target: str) -> int:
    there = connections[target]
    columns = fields(model)
    names = ", ".join(there.ops.quote_name(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    insert = f"INSERT INTO {there.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"
    count = 0
    with there.cursor() as cursor:
        for batch in _batches(model, source):
            cursor.executemany(
                insert, [[_prepared(*pair, there) for pair in zip(columns, row, strict=True)] for row in batch]
            )
            count += len(batch)
    return count


def _prepared(field: "Field[Any, Any]", value: Any, connection: Any) -> Any:
    return field.get_db_prep_save(value, connection=connection)


def _compare_table(model: type[Model], source: str, target: str) -> Compared:
    counts = [0, 0]
    difference = ""
    for one, other in zip_longest(each(model, source), each(model, target)):
        counts[0] += one is not None
        counts[1] += other is not None
        if not difference and one != other:
            difference = _named(model, one, other)
    return Compared(table=model._meta.db_table, rows=counts[0], other_rows=counts[1], first_difference=difference)


def _named(model: type[Model], one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> str:
    columns = fields(model)
    if one is None or other is None:
        return f"row {columns[0].name}={(one or other or ('?',))[0]}: only on one side"
    column = next(field.name for field, a, b in zip(columns, one, other, strict=True) if a != b)
    return f"row {columns[0].name}={one[0]}: {column} differs"


def each(model: type[Model], alias: str) -> Iterator[tuple[Any, ...]]:
    """Read each row of a table by its keys."""
    for batch in _batches(model, alias):
        for row in batch:
            yield tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _batches(model: type[Model], alias: str) -> Iterator[list[tuple[Any, ...]]]:
    """Read a table by its keys in small reads."""
    names = [field.attname for field in fields(model)]
    keys = [field.attname for field in model._meta.pk_fields]
    last: tuple[Any, ...] | None = None
    while True:
        query = _rows_of(model, alias).order_by(*keys)
        if last is not None:
            query = query.filter(_behind(keys, last))
        batch = list(query.values_list(*names)[:AT_ONCE])
        if not batch:
            return
        yield batch
        last = tuple(batch[-1][names.index(key)] for key in keys)


def _behind(keys: list[str], last: tuple[Any, ...]) -> models.Q:
    found = models.Q()
    for place, key in enumerate(keys):
        same = dict(zip(keys[:place], last[:place], strict=True))
        found |= models.Q(**same, **{f"{key}__gt": last[place]})
    return found


def _rows_of(model: type[Model], alias: str) -> "models.QuerySet[Model]":
    return model._base_manager.using(alias)


def fields(model: type[Model]) -> "list[Field[Any, Any]]":
    """List the columns of a table that are kept, in their order."""
    return [field for field in model._meta.concrete_fields if not field.generated and field.column]


def _continue_counting(alias: str) -> None:
    connection = connections[alias]
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
