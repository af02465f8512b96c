"""Columns get the names of the field: nothing of what they hold changes, and no seal covers them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("invoices", "0002_special_and_titles")]

    operations = [
        migrations.RenameField(model_name="invoice", old_name="looks", new_name="tries"),
    ]
