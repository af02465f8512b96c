"""Numbers count in blocks of a hundred: each day of a kind goes on in the block where it had come to."""

from django.db import connections, migrations, models

SIZE = 100
MOVED = f"""
INSERT INTO "core_serialblock" ("kind", "day", "block", "given")
SELECT "kind", "day", "last" / {SIZE}, "last" % {SIZE} FROM "core_serial"
"""


def move(apps, editor):
    """Copy a row a day and kind; who still counts in the old table waits, and finds it gone."""
    with connections[editor.connection.alias].cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            cursor.execute('LOCK TABLE "core_serial" IN ACCESS EXCLUSIVE MODE')
        cursor.execute(MOVED)


class Migration(migrations.Migration):
    dependencies = [("core", "0019_row_seals")]
    operations = [
        migrations.CreateModel(
            name="SerialBlock",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "day", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("block", models.PositiveIntegerField()),
                ("given", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="Serial"),
    ]
