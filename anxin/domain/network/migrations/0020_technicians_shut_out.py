from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("network", "0019_promises_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="technician",
            name="shut_out_at",
            field=models.DateTimeField(null=True),
        ),
    ]
