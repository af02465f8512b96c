from django.db import migrations, models


def fill(apps, schema_editor):
    """Keep the outlet a thing was to go to before as one of several, by its organisation."""
    rows = apps.get_model("custody", "Custody").objects.using(schema_editor.connection.alias)
    for row in rows.exclude(instead_of=None).select_related("instead_of").iterator():
        homes = {str(row.instead_of.organisation_id): row.instead_of.code}
        rows.filter(pk=row.pk).update(homes_before=homes)


class Migration(migrations.Migration):

    dependencies = [
        ("custody", "0002_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="custody",
            name="homes_before",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="custody",
            name="instead_of",
        ),
    ]
