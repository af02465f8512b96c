"""The ends of old numbers, filled from the numbers."""

from typing import Any

from django.db import migrations, models

AT_ONCE = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    """Write down the end of every old number that is there."""
    known = apps.get_model("repairs", "TakenOver").objects.using(schema_editor.connection.alias)
    rows = []
    for row in known.filter(old_end="").only("pk", "old_number").iterator(chunk_size=AT_ONCE):
        row.old_end = "".join(one for one in row.old_number.upper() if one.isalnum())[-4:]
        rows.append(row)
    known.bulk_update(rows, ["old_end"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    """Add the column and fill it."""

    dependencies = [("repairs", "0009_bought_said")]

    operations = [
        migrations.AddField(
            model_name="takenover",
            name="old_end",
            field=models.CharField(blank=True, db_index=True, default="", max_length=4),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
