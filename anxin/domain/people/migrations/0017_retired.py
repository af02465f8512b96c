from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0016_hold_until"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="retired_at",
            field=models.DateTimeField(null=True),
        ),
    ]
