"""What went back is counted by the way it went: every day is counted anew."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def count_anew(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Let the next count begin at the first day."""
    apps.get_model("insight", "FiguresGathered").objects.using(schema.connection.alias).update(last=None)


class Migration(migrations.Migration):
    """Days counted before stand until they are counted anew."""

    dependencies = [("insight", "0003_looks_apart")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
