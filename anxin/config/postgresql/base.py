"""What Django looks up as its database: its own PostgreSQL, but for which indexes come with a text."""

from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql import base, schema
from django.db.models import Field, Model

BY_BEGINNING = frozenset(
    {
        ("core_latertask", "key"),
        ("ledger_transfer", "debit"),
        ("ledger_transfer", "key"),
        ("notices_notice", "key"),
        ("places_place", "code"),
    }
)
"""Columns searched by how they begin, in tables that grow: table and column. What isn't here has no such index."""


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Lays a second index beside a text's own only where it is searched by its beginning."""

    def _create_like_index_sql(self, model: type[Model], field: "Field[object, object]") -> Statement | None:
        searched = (model._meta.db_table, field.column) in BY_BEGINNING
        if not searched:
            return None
        found: Statement | None = super()._create_like_index_sql(model, field)  # type: ignore[misc]  # not in the stubs
        return found


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL with that editor."""

    SchemaEditorClass = DatabaseSchemaEditor
