"""A promise says nothing of how wide a window is: the setting `visits.window_min` alone has ever made them."""

from django.db import migrations

from anxin.core import row_seals

DEFAULT = 120


def leave_the_default(apps, schema_editor):
    """Write the default, which no seal covers, so that the seals are whole once the column is gone."""
    rows = apps.get_model("network", "PromiseProfile").objects.using(schema_editor.connection.alias)
    for row in rows.exclude(window_min=DEFAULT):
        ours = row_seals.verifies(row)
        row.window_min = DEFAULT
        if ours:
            row.seal = row_seals.seal_of(row)
        row.save(update_fields=["window_min", "seal"])


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0017_skills_end"),
    ]

    operations = [
        migrations.RunPython(leave_the_default, migrations.RunPython.noop, elidable=False),
        migrations.RemoveField(model_name="promiseprofile", name="window_min"),
    ]
