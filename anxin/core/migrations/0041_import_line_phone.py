from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0040_import_lines_of_persons"),
    ]

    operations = [
        migrations.AddIndex(
            "importline",
            models.Index(
                condition=models.Q(("phone_index", ""), _negated=True), fields=["phone_index"], name="import_line_phone"
            ),
        ),
    ]
