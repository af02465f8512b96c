from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forward(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Have all days counted anew: a look at goods stood among the repairs."""
    apps.get_model("insight", "FiguresGathered").objects.using(schema.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_day_figures")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
