"""Columns get the names of the field: nothing of what they hold changes, and no seal covers them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_row_seals")]

    operations = [
        migrations.RenameField(model_name="payment", old_name="looks", new_name="tries"),
    ]
