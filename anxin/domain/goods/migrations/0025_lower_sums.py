from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("goods", "0024_told_numbers"),
    ]

    operations = [
        migrations.AddField("shoprefund", "lower", models.JSONField(default=list)),
    ]
