"""What is dear and always the same is done once a worker: the ground, a repair's walk, reading a picture's text.

The ground is laid by its verbs; later tests get the same rows at once. Only into empty tables, and only where the
moment is the same or a little later: anything else is laid anew.
"""

import hashlib
import pickle
from collections.abc import Callable, Hashable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from anxin.engines.evidence import Opened

STILL = timedelta(hours=2)
Rows = dict[type[models.Model], tuple[tuple[str, ...], list[tuple[object, ...]]]]


@dataclass(frozen=True)
class Ground:
    """The rows of one laying, and when it was."""

    now: datetime
    rows: Rows


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


def filled() -> set[type[models.Model]]:
    """Tell which tables hold anything."""
    by_table = {model._meta.db_table: model for model in all_models()}
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in by_table
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {by_table[table] for (table,) in cursor.fetchall()}


def emptying(_ops: object, _style: object, tables: Sequence[str], **_options: object) -> list[str]:
    """Say how to empty the tables that hold anything; most of the house's are empty after most tests."""
    quoted = {table: connection.ops.quote_name(table) for table in tables}
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {it})" for table, it in quoted.items())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = [quoted[table] for (table,) in cursor.fetchall()]
    return [f"DELETE FROM {it}" for it in found] or ["SELECT 1"]


def remembering(lay: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """Give a laying that remembers what it laid into tables that were empty but for the keys."""
    grounds: list[Ground] = []

    def lays(now: datetime) -> None:
        if filled() - kept():
            lay(now)
            return
        known = next((one for one in grounds if timedelta() <= now - one.now < STILL), None)
        if known:
            put(known.rows)
            return
        lay(now)
        grounds.append(Ground(now, {model: rows_of(model) for model in filled() - kept()}))

    return lays


def walking_once[T](key: Hashable, walk: Callable[[], T], again: Callable[[T], T]) -> T:
    """Walk into empty tables once; later the same rows are put, and `again` gives what the walk gave as it lies there.

    Where anything lies already, the walk is walked: it may meet what is there.
    """
    if filled() - kept():
        return walk()
    if key in WALKS:
        given, rows = WALKS[key]
        with transaction.atomic():  # rows may lie before those they point at
            put(rows)
    else:
        given = walk()
        WALKS[key] = (given, {model: rows_of(model) for model in filled() - kept()})
    return again(cast("T", given))


WALKS: dict[Hashable, tuple[object, Rows]] = {}


def reading_once[T](read: Callable[..., T], most: int = 200) -> Callable[..., T]:
    """Give a reader that reads the same pictures once, and remembers so many."""
    known: dict[str, T] = {}

    def reads(*arguments: object) -> T:
        key = hashlib.sha256(pickle.dumps(arguments)).hexdigest()
        if key not in known:
            known[key] = read(*arguments)
            if len(known) > most:
                known.pop(next(iter(known)))
        return deepcopy(known[key])

    return reads


def opening_once(open_: Callable[..., Opened]) -> Callable[..., Opened]:
    """Give an opener of pictures that takes the same bytes in once; what the engine adds goes into a copy."""
    known: dict[str, Opened] = {}

    def opens(path: Any, **options: Any) -> Opened:
        key = hashlib.sha256(Path(path).read_bytes()).hexdigest() + repr(options)
        if key not in known:
            known[key] = open_(path, **options)
        return replace(known[key], taken=replace(known[key].taken, path=str(path)))

    return opens
