"""The word of a brand is known again by the letters and digits of its reference, those that are here too."""

from unicodedata import normalize

from django.db import migrations, models


def keyed(apps, schema_editor):
    """Write the key of each reference that counts or waits."""
    rows = apps.get_model("repairs", "Repair").objects.using(schema_editor.connection.alias)
    said = models.Q(warranty_why="brand_said") | ~models.Q(word_reference="")
    for row in rows.filter(said, word_key="").only("pk", "word_reference", "warranty_source").iterator():
        written = normalize("NFKC", row.word_reference or row.warranty_source).upper()
        key = "".join(one for one in written if one.isalnum())
        rows.filter(pk=row.pk).update(word_key=key[:64])


class Migration(migrations.Migration):

    dependencies = [
        ("repairs", "0016_newest_open"),
    ]

    operations = [
        migrations.AddField(
            model_name="repair",
            name="word_key",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="repair",
            index=models.Index(
                condition=models.Q(("word_key", ""), _negated=True),
                fields=["brand", "word_key"],
                name="repairs_word_keys",
            ),
        ),
        migrations.RunPython(keyed, migrations.RunPython.noop, elidable=True),
    ]
