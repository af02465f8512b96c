"""Columns get the names of the field: nothing of what they hold changes, and no seal covers them."""

from django.db import migrations


def rename_check(apps, schema_editor):
    """PostgreSQL keeps the check of a column under the column's first name."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ledger_payment RENAME CONSTRAINT ledger_payment_looks_check TO ledger_payment_tries_check")


def take_back(apps, schema_editor):
    """Give the check its first name again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ledger_payment RENAME CONSTRAINT ledger_payment_tries_check TO ledger_payment_looks_check")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_row_seals")]

    operations = [
        migrations.RenameField(model_name="payment", old_name="looks", new_name="tries"),
        migrations.RunPython(rename_check, take_back),
    ]
