from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0044_import_line_before_phone"),
    ]

    operations = [
        migrations.AddField("importbatch", "emptied_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "importbatch",
            models.Index(
                condition=models.Q(("emptied_at", None)), fields=["applied_at"], name="import_batch_whole"
            ),
        ),
    ]
