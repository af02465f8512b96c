"""Brands that served before there was a switch go on serving."""

from django.db import migrations


def open_all(apps, schema_editor):
    alias = schema_editor.connection.alias
    brands = apps.get_model("people", "Organisation").objects.using(alias).filter(kind="brand")
    opening = apps.get_model("opening", "Opening")
    for brand in brands:
        opening.objects.using(alias).create(brand_id=brand.pk, opened_by="system:system", opened_at=brand.created_at)


class Migration(migrations.Migration):
    dependencies = [("opening", "0001_initial")]
    operations = [migrations.RunPython(open_all, migrations.RunPython.noop, elidable=False)]
