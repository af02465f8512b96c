"""No index of ours is one too many: every row of a table that grows pays for each of them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from django.db.models import PROTECT, ForeignKey, Index, Model, UniqueConstraint

from anxin.config.postgresql import base
from anxin.core.index_drops import DropOwnIndex

EVERYWHERE = "state"
"""Every machine's state has an index; of its few values PostgreSQL writes each once."""


def ours() -> list[type[Model]]:
    return [one for one in apps.get_models() if one.__module__.startswith("anxin.")]


def columns(model: type[Model], names: "tuple[str, ...] | list[str]") -> tuple[str, ...]:
    return tuple(model._meta.get_field(name.removeprefix("-")).column for name in names)


def whole(model: type[Model]) -> dict[str, tuple[str, ...]]:
    """Return every index over all rows of a model and plain columns, by what it is called."""
    of_constraints = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    several: list[Index | UniqueConstraint] = [*model._meta.indexes, *of_constraints]
    return {one.name: columns(model, list(one.fields)) for one in several if one.fields and one.condition is None}


def alone(model: type[Model]) -> dict[str, tuple[str, ...]]:
    """Return the indexes that single columns have of themselves and that hold nothing unique."""
    fields = [one for one in model._meta.local_fields if one.db_index and not one.unique and one.name != EVERYWHERE]
    return {one.name: (one.column,) for one in fields}


def test_no_index_is_begun_by_another() -> None:
    twice = []
    for model in ours():
        unique = {one.name for one in model._meta.constraints}
        named = whole(model)
        plain = {name: keys for name, keys in named.items() if name not in unique}
        for name, keys in (alone(model) | plain).items():
            twice += [
                f"{model._meta.label}: {name} is the beginning of {other}"
                for other, more in named.items()
                if other != name and more[: len(keys)] == keys
            ]
    assert not twice, "leave it out: db_index=False, with core.index_drops.DropOwnIndex as its migration"


@pytest.mark.postgresql
@pytest.mark.django_db
def test_only_texts_that_are_searched_by_their_beginning_have_an_index_for_it() -> None:
    assert searched_by_beginning() == base.BY_BEGINNING, "say in config.postgresql which columns are searched so"


@pytest.mark.django_db(transaction=True)
def test_a_migration_takes_a_column_s_own_index_and_lays_it_again_without_touching_a_row() -> None:
    step = DropOwnIndex("review", "technician", ForeignKey("network.Technician", PROTECT, null=True, db_index=False))
    before, after = ProjectState.from_apps(apps), ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        step.database_backwards("quality", editor, before, after)
    assert ("technician_id",) in indexed("quality_review")
    with connection.schema_editor() as editor:
        step.database_forwards("quality", editor, before, after)
    assert ("technician_id",) not in indexed("quality_review")
    assert ("technician_id", "at") in indexed("quality_review")


def indexed(table: str) -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return {tuple(one["columns"]) for one in found.values() if one["index"]}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_upgrade_takes_away_what_nobody_searches_by_and_leaves_the_rest() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX core_message_key_1_like ON core_message (key varchar_pattern_ops)")
    dropped = import_module("anxin.core.migrations.0039_beginnings")
    with connection.schema_editor() as editor:
        dropped.drop(apps, editor)
    assert searched_by_beginning() == dropped.SEARCHED == base.BY_BEGINNING


def searched_by_beginning() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, a.attname FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid "
            "JOIN pg_opclass o ON o.oid = x.indclass[0] "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0] "
            "WHERE t.relnamespace = current_schema()::regnamespace AND o.opcname LIKE '%pattern_ops'"
        )
        return set(cursor.fetchall())
