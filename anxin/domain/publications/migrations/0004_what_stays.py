"""A run of the retention schedule says what stayed and why, and where the next one goes on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_erasures")]

    operations = [
        migrations.AddField(model_name="erasure", name="kept", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="erasure", name="last", field=models.CharField(blank=True, default="", max_length=36)
        ),
    ]
