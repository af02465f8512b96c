from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("goods", "0008_row_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="warrantyterm",
            name="title_en",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="warrantyterm",
            name="clause_en",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="warrantyterm",
            name="excludes_en",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
