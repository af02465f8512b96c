"""Columns get the names of the field: nothing of what they hold changes, and no seal covers them."""

from django.db import connections, migrations


def rename(editor, before, after):
    """PostgreSQL keeps the check of a column under the column's first name; SQLite gives it none."""
    here = connections[editor.connection.alias]
    if here.vendor == "postgresql":
        with here.cursor() as cursor:
            cursor.execute(f"ALTER TABLE ledger_payment RENAME CONSTRAINT ledger_payment_{before}_check TO ledger_payment_{after}_check")


def onward(apps, editor):
    rename(editor, "looks", "tries")


def back(apps, editor):
    rename(editor, "tries", "looks")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_row_seals")]

    operations = [
        migrations.RenameField(model_name="payment", old_name="looks", new_name="tries"),
        migrations.RunPython(onward, back),
    ]
