"""Queries whose statement is written once a process: pages ask the same ones again and again, with other values."""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateField, DateTimeField, Expression, Field, IntegerField, QuerySet, UUIDField
from django.db.models.expressions import BaseExpression
from django.db.models.sql.compiler import SQLCompiler
from django.utils.timezone import get_current_timezone_name

from anxin.core import prepared_statements
from anxin.core.actors import Actor

FORMS = 64
"""How many forms of one query are kept: of those asked longest ago the statement is written anew."""
_FIELDS: "dict[type, Field[Any, Any]]" = {
    UUID: UUIDField(),
    datetime: DateTimeField(),
    date: DateField(),
    str: CharField(),
    int: IntegerField(),
}


class _Given(Expression):
    """Where a value goes that is only known when the query is asked; `path` leads to it."""

    def __init__(self, field: "Field[Any, Any]", *path: str | int) -> None:
        super().__init__(output_field=field)
        self.path = path

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Leave a gap."""
        return "%s", (self,)

    def read(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        """Read its value as this database takes it."""
        name, *rest = self.path
        value = values[str(name)]
        for step in rest:
            value = getattr(value, step) if isinstance(step, str) else value[min(step, len(value) - 1)]
        return self.field.get_db_prep_value(value, connection)

    def __eq__(self, other: object) -> bool:
        """Refuse to be weighed: what was decided on one value would be kept for all others; it is never empty."""
        if other and not isinstance(other, BaseExpression):
            raise TypeError(f"{self.path}: expected to go into a statement, got compared with {other!r}")
        return super().__eq__(other)

    __hash__ = Expression.__hash__

    def __str__(self) -> str:
        """Refuse to become a text, for the same reason."""
        raise TypeError(f"{self.path}: expected to go into a statement, got written into a text")


class Compiled[**P, R]:
    """A function that builds a query, asked instead: `@compiled` above `def _rows(*, key: UUID) -> QuerySet[…]`.

    What is given by name may be another value each time and goes into the statement as a parameter: a text, number,
    moment, day, UUID, a tuple of those for `__in`, or an actor, whose kind, roles and areas are the form and whose keys
    are parameters. What is given by place, and what is empty or None, is the form: a statement is written for each. The
    function looks at nothing else that may change.
    """

    def __init__(self, build: Callable[P, QuerySet[Any, R]]) -> None:
        """Keep the function as `build`."""
        self.build = build
        self._written = lru_cache(maxsize=FORMS)(self._write)
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Ask the query (one statement)."""
        connection = connections[DEFAULT_DB_ALIAS]
        forms = tuple((name, _form(name, value)) for name, value in kwargs.items())
        zone = get_current_timezone_name()
        places = tuple((type(one), one) for one in args)  # True and 1 are equal, and two forms
        written = self._written(connection.vendor, zone, places, forms)
        if written is None:
            return []
        query, compiler, sql, params, prepared = written
        ready = copy(compiler)
        ready.connection = prepared_statements.Preparing(connection) if prepared else connection
        filled = tuple(one.read(kwargs, connection) if type(one) is _Given else one for one in params)
        ready.as_sql = lambda *_args, **_kwargs: (sql, filled)
        rows = query._chain()  # type: ignore[attr-defined]  # as each method of a query begins
        rows.query.get_compiler = lambda *_args, **_kwargs: ready
        return list(rows)

    def _write(
        self, vendor: str, _zone: str, places: tuple[tuple[type, Any], ...], forms: tuple[tuple[str, Any], ...]
    ) -> tuple[QuerySet[Any, R], Any, str, tuple[Any, ...], bool] | None:
        """Write the statement of a form; None where nothing can fit it, such as all that nobody in particular sees."""
        given: Any = {name: _gap(name, form) for name, form in forms}
        args: Any = [one for _type, one in places]
        query = self.build(*args, **given)
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        prepared = vendor == "postgresql" and len(sql) >= prepared_statements.LONG
        if prepared:
            sql, params = prepared_statements.spelled_out(sql, params, _Given, connections[DEFAULT_DB_ALIAS])
        compiler.connection = None  # each asks through its own
        return query, compiler, sql, tuple(params), prepared


def compiled[**P, R](build: Callable[P, QuerySet[Any, R]]) -> Compiled[P, R]:
    """Return the query with its statement written once a process and form."""
    return Compiled(build)


def _form(name: str, value: Any) -> Hashable:
    if isinstance(value, Actor):
        return replace(value, id="id" if value.id else "", organisation="organisation" if value.organisation else "")
    if not value or value is True:
        return "fixed", type(value), value
    if isinstance(value, tuple):  # rounded up, so that lists have few forms: the last value then stands more than once
        return "many", _kind(name, value[0]), 1 << (len(value) - 1).bit_length()
    return "one", _kind(name, value), None


def _kind(name: str, value: Any) -> type:
    for kind in _FIELDS:
        if isinstance(value, kind):
            return kind
    raise TypeError(f"{name}: expected one of {', '.join(one.__name__ for one in _FIELDS)}, got {value!r}")


def _gap(name: str, form: Any) -> Any:
    if isinstance(form, Actor):
        gaps: Any = {part: _Given(_FIELDS[UUID], name, part) for part in ("id", "organisation") if getattr(form, part)}
        return replace(form, **gaps)
    how, kind, what = form
    if how == "many":
        return tuple(_Given(_FIELDS[kind], name, place) for place in range(what))
    return _Given(_FIELDS[kind], name) if how == "one" else what
