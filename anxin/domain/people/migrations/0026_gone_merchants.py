"""A merchant that left, or answers nothing any more, and who pays what it owes from then on."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0025_account_names")]

    operations = [
        migrations.AddField("organisation", "left_at", models.DateTimeField(null=True)),
        migrations.AddField("organisation", "silent_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "organisation", "paid_by", models.CharField(blank=True, default="", max_length=12)
        ),
    ]
