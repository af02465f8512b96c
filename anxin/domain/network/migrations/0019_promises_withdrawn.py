from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("network", "0018_no_width_of_windows"),
    ]

    operations = [
        migrations.AddField(
            model_name="promiseprofile",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
    ]
