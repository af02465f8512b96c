"""Columns get the names of the field: nothing of what they hold changes, and no seal covers them."""

from django.db import migrations


def rename_check(apps, schema_editor):
    """PostgreSQL keeps the check of a column under the column's first name."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE invoices_invoice RENAME CONSTRAINT invoices_invoice_looks_check TO invoices_invoice_tries_check")


def take_back(apps, schema_editor):
    """Give the check its first name again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE invoices_invoice RENAME CONSTRAINT invoices_invoice_tries_check TO invoices_invoice_looks_check")


class Migration(migrations.Migration):
    dependencies = [("invoices", "0002_special_and_titles")]

    operations = [
        migrations.RenameField(model_name="invoice", old_name="looks", new_name="tries"),
        migrations.RunPython(rename_check, take_back),
    ]
