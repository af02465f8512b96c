"""Columns get the names of the field: nothing of what they hold changes, and no seal covers them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("repairs", "0006_row_seals")]

    operations = [
        migrations.RenameField(model_name="repair", old_name="cover_why", new_name="warranty_why"),
        migrations.RenameField(model_name="repair", old_name="cover_source", new_name="warranty_source"),
    ]
