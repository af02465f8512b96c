from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0043_import_line_before"),
    ]

    operations = [
        migrations.AddIndex(
            "importline",
            models.Index(
                condition=models.Q(("before_index", ""), _negated=True),
                fields=["before_index"],
                name="import_line_before",
            ),
        ),
    ]
