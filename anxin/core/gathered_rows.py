"""Rows of other tables beside each row of a query, read in its own statement instead of in one more a table."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateTimeField, Exists, F, Field, Func, Model, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler

from anxin.core.zone import SHANGHAI

_WRITTEN = {
    "sqlite": "(SELECT json_group_array(json_array({columns})) FROM (%(subquery)s) AS gathered)",
    "postgresql": "(SELECT json_agg(json_build_array({columns})) FROM (%(subquery)s) AS gathered)",
}


class Gathered(Subquery):
    """What a query beside a row finds, in its order: a tuple of dictionaries, under the names given.

    `rows` says by `OuterRef` which rows lie beside; `names` are fields of theirs, `paths` what else is read
    (`paths={"code": "line__code"}`). An annotation: `visits.annotate(calls=Gathered(…, "at", "answered"))`.
    """

    def __init__(self, rows: QuerySet[Any], *names: str, paths: Mapping[str, str] | None = None) -> None:
        wanted = {**{name: name for name in names}, **(paths or {})}
        self.columns = [f"gathered_{place}" for place in range(len(wanted))]
        read = rows.annotate(**{column: F(path) for column, path in zip(self.columns, wanted.values(), strict=True)})
        fields = [read.query.annotations[column].output_field for column in self.columns]
        found = _Found(dict(zip(wanted, fields, strict=True)))
        super().__init__(read.values_list(*self.columns), output_field=found)

    def as_sql(  # type: ignore[override]  # nobody writes it with more
        self, compiler: Any, connection: Any, template: str | None = None
    ) -> tuple[str, Any]:
        """Write it for either database."""
        columns = ", ".join(map(connection.ops.quote_name, self.columns))
        written = template or _WRITTEN[connection.vendor].format(columns=columns)
        return super().as_sql(compiler, connection, template=written)


class GatheredAs(Gathered):
    """The same of a query that says itself what is read, under the names and kinds given: a union, or a part of one."""

    def __init__(self, rows: QuerySet[Any, Any], fields: "Mapping[str, Field[Any, Any]]") -> None:
        self.columns = list(fields)
        Subquery.__init__(self, rows, output_field=_Found(dict(fields)))


def lay_beside(row: Model, name: str, rows: Sequence[object]) -> None:
    """Let a row's relation give, by `all()`, what was gathered beside it, as what is fetched along: nothing is asked.

    It gives these and nothing to ask further: narrowed, it raises AttributeError.
    """
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = rows


class _Found(Field):  # type: ignore[type-arg]  # a field takes no arguments at runtime
    """The kind of an annotation's value: JSON of the database, given as the fields' own kinds."""

    def __init__(self, fields: dict[str, Any]) -> None:
        super().__init__()
        self.kinds = {name: _kind(name, one) for name, one in fields.items()}

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> tuple[dict[str, Any], ...]:
        return self.read(value)

    def read(self, value: str | list[list[Any]] | None) -> tuple[dict[str, Any], ...]:
        """Read what was gathered; what was gathered inside of it comes as text from SQLite."""
        rows = json.loads(value) if isinstance(value, str) else value or []
        return tuple(
            {name: read(one) for (name, read), one in zip(self.kinds.items(), row, strict=True)} for row in rows
        )


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _nested(value: Any) -> Any:
    """Read a JSON value, which SQLite keeps as text; a value that is a text itself is taken for none of ours."""
    return json.loads(value) if isinstance(value, str) else value


_KINDS: dict[str, Callable[[Any], Any]] = {
    "BooleanField": bool,
    "DateField": date.fromisoformat,
    "DateTimeField": _moment,
    "UUIDField": UUID,
    "JSONField": _nested,
    **dict.fromkeys(("CharField", "SlugField", "TextField"), str),
    "FloatField": float,
    **dict.fromkeys(("SmallIntegerField", "IntegerField", "BigIntegerField"), int),
    **dict.fromkeys(("PositiveSmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField"), int),
}


def _kind(name: str, field: Any) -> Callable[[Any], Any]:
    if isinstance(field, _Found):
        return field.read
    target = field.target_field if field.is_relation else field
    kind = target.get_internal_type()
    if kind not in _KINDS:
        raise TypeError(f"gathered {name}: expected one of {', '.join(_KINDS)}, got {kind}")
    return partial(_given, _KINDS[kind])


def _given(kind: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else kind(value)


class EachAsked(Exists):
    """Whether rows lie beside a row, asked of each that a statement comes to.

    PostgreSQL would rather read all such rows at once, however few rows there are to ask: an offset keeps it from that.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


class Looked(Func):
    """A field that is looked at in the rows which the others of a filter find.

    The embedded database takes any index on one value before one on a list of keys, however many rows have that value:
    written so, it has none. PostgreSQL counts its rows and decides by itself.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(  # type: ignore[override]  # Django passes nothing more to it either
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write it so that no index of the field answers."""
        sql, params = self.as_sql(compiler, connection, template="+%(expressions)s")
        return sql, tuple(params)


class KeyText(Func):
    """A UUID as the text under which core keeps keys, on both databases."""

    output_field = CharField()

    def as_sqlite(  # type: ignore[override]  # Django passes nothing more, and we take what we name
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Put the dashes in that the embedded database leaves out."""
        sql, params = compiler.compile(self.source_expressions[0])
        parts = [f"substr({sql}, {begin}, {length})" for begin, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
        return "(" + " || '-' || ".join(parts) + ")", tuple(params) * 5

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Cast: PostgreSQL writes the dashes itself."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql})::text", tuple(params)


class Midnight(Func):
    """The moment at which a day begins in China, so many days `after` it, on both databases."""

    output_field = DateTimeField()

    def __init__(self, day: Any, *, after: int = 0) -> None:
        super().__init__(day)
        self.after = after

    def as_sqlite(  # type: ignore[override]  # Django passes nothing more to it either
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write it as the embedded database keeps moments: in UTC, which China is eight hours ahead of."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"datetime({sql}, '{self.after * 24 - 8} hours')", tuple(params)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Say the zone."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"((({sql}) + {self.after})::timestamp AT TIME ZONE '{SHANGHAI.key}')", tuple(params)
