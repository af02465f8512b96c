"""A migration's step that takes an index of one column away where another index begins with that column."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AlterField
from django.db.migrations.state import ProjectState
from django.db.models import Field, Index, Model


class DropOwnIndex(AlterField):
    """Alter a field to have no index of its own; nothing but that index is touched, on either database.

    Django's own step makes the whole table anew on SQLite, and draws every model that is related to it anew.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note that the field has no index, also where its model is drawn already."""
        state.models[app_label, self.model_name_lower].fields[self.name] = self.field
        if "apps" in vars(state):
            vars(self._known(app_label, state.apps)[1])["db_index"] = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, _to_state: ProjectState
    ) -> None:
        """Drop the index."""
        model, field = self._known(app_label, from_state.apps)
        declared = {index.name for index in model._meta.indexes}
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name in found.keys() - declared:
            one = found[name]
            if one["columns"] == [field.column] and one.get("type") == Index.suffix and not one["unique"]:
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Lay the index again."""
        model, field = self._known(app_label, to_state.apps)
        again = Index(fields=[field.name])
        again.set_name_with_model(model)
        schema_editor.add_index(model, again)

    def _known(self, app_label: str, apps: Apps) -> tuple[type[Model], "Field[object, object]"]:
        model = apps.get_model(app_label, self.model_name)
        return model, model._meta.get_field(self.name)
