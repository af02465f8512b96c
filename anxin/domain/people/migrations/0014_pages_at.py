"""Brands whose website was answered to go on having their pages under that name; it is a field of its own now."""

from django.db import migrations, models

from anxin.core import row_seals
from anxin.core.hosts import plain_address


def keep_what_was_answered_to(apps, schema_editor):
    brands = apps.get_model("people", "Organisation").objects.using(schema_editor.connection.alias)
    for brand in brands.filter(kind="brand").exclude(site=""):
        ours = row_seals.verifies(brand)
        brand.pages_at = plain_address(brand.site)
        if ours:
            brand.seal = row_seals.seal_of(brand)
        brand.save(update_fields=["pages_at", "seal"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_new_phone"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="pages_at",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunPython(keep_what_was_answered_to, migrations.RunPython.noop, elidable=False),
    ]
